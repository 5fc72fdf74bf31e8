use super::positions;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the position of the first occurrence of a string within another, or within a part of it.";
    let [start, end] =
        positions::inputs([["start_index", "StartIndex"], ["end_index", "EndIndex"]]);
    let index = "The position of its first character, from 0; -1 when there is none.";
    let example = r#"{ "string": "a/b/c", "pattern": "/" }"#;
    NodeInfo::value("string.index_of", "IndexOf", doc)
        .input(Socket::string("string", "String", "The string to search."))
        .input(Socket::string(
            "pattern",
            "Pattern",
            "The string to look for, character by character.",
        ))
        .input(start)
        .input(end)
        .output(Socket::int("index_of", "IndexOf", index))
        .output(Socket::bool("found", "Found", "Whether the pattern occurs."))
        .example_of("The first slash", "index_of", &[(example, "1")])
        .run(|context| {
            let (part, before) =
                positions::window(context.text(0)?, context.int(2)?, context.int(3)?);
            let at = part.find(context.text(1)?.as_str());
            let position = at.map_or(-1, |at| positions::position(part, at, before));
            context.set(0, position);
            context.set(1, at.is_some());
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn finds_the_first_occurrence() {
        let case = |pattern, start: i64, end: i64| json!({ "string": "éa😀éa", "pattern": pattern, "start_index": start, "end_index": end });
        let cases = [
            (case("éa", 0, -1), "0"),
            (case("a", 2, -1), "4"),
            (case("a", 0, 4), "1"),
            (case("éa", 1, 4), "-1"),
            (case("x", 0, -1), "-1"),
            (case("a", 99, -1), "-1"),
            (case("a", 3, 1), "-1"),
            (case("😀", i64::MIN, i64::MAX), "2"),
            (case("", 99, -1), "5"),
            (json!({ "pattern": "a" }), "-1"),
            (json!({}), "0"),
        ];
        check("string.index_of", "index_of", &cases);
        check(
            "string.index_of",
            "found",
            &[(case("a", 0, -1), "true"), (case("x", 0, -1), "false")],
        );
    }
}
