use pulsewire_plugin::{
    Array, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Text, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Cuts a string at every delimiter. The delimiters are left out; between two of them, and at the \
               ends, a part may be empty. An empty delimiter cuts between all characters.";
    NodeInfo::value("string.split", "Split", doc)
        .input(super::text("string", "String", "What to cut."))
        .input(super::text("delimiter", "Delimiter", "Where to cut.").with_default(","))
        .output(Socket::new("array", "Array", ValueType::Array, "The parts, in order: strings."))
        .example("Take a list apart", EXAMPLE, "[\"red\",\"green\",\"blue\"]")
        .create(|_| Ok(Split))
}

struct Split;

impl Node for Split {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (string, delimiter) = (context.text(0)?, context.text(1)?);
        let parts: Array = match delimiter.as_str() {
            "" => characters(string),
            delimiter => string.split(delimiter).map(Value::from).collect(),
        };
        context.set(0, parts);
        Ok(Flow::NEXT)
    }
}

fn characters(string: &Text) -> Array {
    let mut bytes = [0; 4];
    string.chars().map(|one| Value::text(one.encode_utf8(&mut bytes))).collect()
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "cut":   { "type": "string.split", "attributes": { "string": "red,green,blue" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "cut.array -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn cuts_at_every_delimiter() {
        let cases = [
            ("a,b", ",", r#"["a","b"]"#),
            (",a,,", ",", r#"["","a","",""]"#),
            ("", ",", r#"[""]"#),
            ("a<>b<c", "<>", r#"["a","b<c"]"#),
            ("aé", "", r#"["a","é"]"#),
            ("", "", "[]"),
        ];
        for (string, delimiter, parts) in cases {
            let attributes = json!({ "string": string, "delimiter": delimiter });
            let mut node = Bench::new("string.split", attributes);
            assert_eq!((node.read(), node.shown("array")), ("pulse".into(), parts.into()));
        }
    }
}
