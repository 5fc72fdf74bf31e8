use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Turns true into false and false into true.";
    NodeInfo::value("logic.negate", "Negate", doc)
        .input(Socket::new("input", "Input", ValueType::Bool, "What to turn around."))
        .output(Socket::new("output", "Output", ValueType::Bool, "The opposite of the input."))
        .example("Not true", EXAMPLE, "false")
        .create(|_| Ok(Negate))
}

struct Negate;

impl Node for Negate {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let output = !context.bool(0)?;
        context.set(0, output);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "not":   { "type": "logic.negate", "attributes": { "input": true } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "not.output -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn turns_the_input_around() {
        let mut node = Bench::new("logic.negate", json!({}));
        assert_eq!((node.read(), node.shown("output")), ("pulse".into(), "true".into()));
        node.set("input", true).read();
        assert_eq!(node.shown("output"), "false");
    }
}
