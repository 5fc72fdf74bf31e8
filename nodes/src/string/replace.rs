use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Replaces every occurrence of a string within another, from left to right.";
    let from = "What to replace, character by character; empty for nothing.";
    let example = r#"{ "string": "a-b-c", "from": "-", "to": ", " }"#;
    NodeInfo::value("string.replace", "Replace", doc)
        .input(Socket::string("string", "String", "The string in which to replace."))
        .input(Socket::string("from", "From", from))
        .input(Socket::string("to", "To", "What to put in its place."))
        .output(Socket::string("result", "Result", "The string with the replacements."))
        .example_of("Commas for dashes", "result", &[(example, "a, b, c")])
        .compute(|context| {
            let (string, from) = (context.text(0)?, context.text(1)?);
            let to = context.text(2)?;
            Ok(match from.is_empty() || !string.contains(from.as_str()) {
                true => string.clone(),
                false => into_text(string.replace(from.as_str(), to)),
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn replaces_from_left_to_right() {
        let case = |string, from, to| json!({ "string": string, "from": from, "to": to });
        let cases = [
            (case("", "a", "b"), ""),
            (case("ab", "", "x"), "ab"),
            (case("aaa", "aa", "é"), "éa"),
            (case("éaé", "é", ""), "a"),
            (case("a.b", ".", "$1"), "a$1b"),
        ];
        check("string.replace", "result", &cases);
    }
}
