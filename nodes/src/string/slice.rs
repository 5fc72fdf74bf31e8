use super::positions;
use crate::example::ExampleOf as _;
use crate::range;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, Text};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a part of a string. What lies beyond its ends is left out: a part may be shorter than asked for, \
               or empty.";
    let [start, count] = range::inputs("character");
    NodeInfo::value("string.slice", "Slice", doc)
        .input(Socket::string("string", "String", "The string to take a part of."))
        .input(start)
        .input(count)
        .output(Socket::string("result", "Result", "The part."))
        .example_of(
            "The first three characters, and the last three",
            "result",
            &[
                (r#"{ "string": "photo.png", "count": 3 }"#, "pho"),
                (r#"{ "string": "photo.png", "start_index": -3 }"#, "png"),
            ],
        )
        .compute(|context| {
            let string = context.text(0)?;
            let part = range::part(context.int(1)?, context.int(2)?, string.chars().count());
            Ok(Text::from(&string[positions::bytes(string, part)]))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn counts_characters_and_takes_what_there_is() {
        let case = |start: i64, count: i64| json!({ "string": "aé😀", "start_index": start, "count": count });
        let cases = [
            (case(0, -1), "aé😀"),
            (case(1, 1), "é"),
            (case(2, 9), "😀"),
            (case(-2, 1), "é"),
            (case(-9, 1), "a"),
            (case(3, -1), ""),
            (case(i64::MAX, i64::MAX), ""),
            (case(i64::MIN, 0), ""),
            (json!({}), ""),
        ];
        check("string.slice", "result", &cases);
    }
}
