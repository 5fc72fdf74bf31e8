use crate::example::ExampleOf as _;
use pulsewire_plugin::{Array, NodeInfo, NodeType, Socket, Text, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Splits a string at every delimiter. The delimiters are removed; between two of them, and at either end, \
               a part may be empty. An empty delimiter splits between all characters.";
    let example = r#"{ "string": "red,green,blue" }"#;
    NodeInfo::value("string.split", "Split", doc)
        .input(Socket::string("string", "String", "The string to split."))
        .input(Socket::string("delimiter", "Delimiter", "Where to split.").with_default(","))
        .output(Socket::array("array", "Array", "The parts, in order: strings."))
        .example_of("Split a list", "array", &[(example, r#"["red","green","blue"]"#)])
        .compute(|context| {
            let (string, delimiter) = (context.text(0)?, context.text(1)?);
            Ok(match delimiter.as_str() {
                "" => characters(string),
                delimiter => string.split(delimiter).map(Value::from).collect::<Array>(),
            })
        })
}

fn characters(string: &Text) -> Array {
    let mut bytes = [0; 4];
    string.chars().map(|one| Value::text(one.encode_utf8(&mut bytes))).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn splits_at_every_delimiter() {
        let case = |string, delimiter| json!({ "string": string, "delimiter": delimiter });
        let cases = [
            (case("a,b", ","), r#"["a","b"]"#),
            (case(",a,,", ","), r#"["","a","",""]"#),
            (case("", ","), r#"[""]"#),
            (case("a<>b<c", "<>"), r#"["a","b<c"]"#),
            (case("aé", ""), r#"["a","é"]"#),
            (case("", ""), "[]"),
        ];
        check("string.split", "array", &cases);
    }
}
