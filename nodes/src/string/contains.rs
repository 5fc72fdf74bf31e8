use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells whether a string has another one in it. Capitals count; an empty pattern is in every string.";
    NodeInfo::value("string.contains", "Contains", doc)
        .input(super::text("string", "String", "Where to look."))
        .input(super::text("pattern", "Pattern", "What to look for, letter by letter."))
        .output(Socket::new("contains", "Contains", ValueType::Bool, "Whether it is there."))
        .example("Look for a word", EXAMPLE, "true")
        .create(|_| Ok(Contains))
}

struct Contains;

impl Node for Contains {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let contains = context.text(0)?.contains(context.text(1)?.as_str());
        context.set(0, contains);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "look":  { "type": "string.contains", "attributes": { "string": "hello world", "pattern": "wor" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "look.contains -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn looks_letter_by_letter() {
        for (pattern, wanted) in
            [("world", "true"), ("World", "false"), ("", "true"), (".*", "false")]
        {
            let attributes = json!({ "string": "hello world", "pattern": pattern });
            let mut node = Bench::new("string.contains", attributes);
            assert_eq!((node.read(), node.shown("contains")), ("pulse".into(), wanted.into()));
        }
    }
}
