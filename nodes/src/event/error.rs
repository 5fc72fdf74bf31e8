use pulsewire_plugin::{
    Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires when a node of this graph failed: its branch ended there and everything else goes on. A \
               failure that no On Error of its graph takes is logged and makes the run end with status 1; so \
               does one behind On Error itself.";
    NodeInfo::event("event.error", "On Error", doc)
        .output(Socket::new("node", "Node", ValueType::String, "The name of the node that failed."))
        .output(Socket::new(
            "type",
            "Type",
            ValueType::String,
            "Its node type, such as math.divide.",
        ))
        .output(Socket::new(
            "message",
            "Message",
            ValueType::String,
            "What went wrong and what to do.",
        ))
        .output(Socket::new(
            "code",
            "Code",
            ValueType::String,
            "A stable word for it, such as overflow.",
        ))
        .example("Tell which node failed and why", EXAMPLE, "half: division_by_zero")
        .create(|_| Ok(Error))
}

struct Error;

impl Node for Error {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if let Value::Array(parts) = context.take_event() {
            for (output, part) in parts.iter().enumerate().take(4) {
                context.set(output, part.clone());
            }
        }
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "half":   { "type": "math.divide", "attributes": { "dividend": 1, "divisor": 0 } },
    "never":  { "type": "console.print" },
    "failed": { "type": "event.error" },
    "text":   { "type": "string.format",
                "attributes": { "pattern": "{node}: {code}", "parameters": ["node", "code"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> half.pulse",
    "half.pulse -> never.pulse",
    "half.quotient -> never.input",
    "failed.pulse -> show.pulse",
    "failed.node -> text.node",
    "failed.code -> text.code",
    "text.formatted -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Array, Value};
    use serde_json::json;

    #[test]
    fn the_parts_of_the_event_become_outputs() {
        let mut node = Bench::new("event.error", json!({}));
        let parts = ["n", "math.add", "too large", "overflow"].map(Value::from);
        assert_eq!(node.event(Array::from_iter(parts)), "pulse");
        let outputs = ["node", "type", "message", "code"].map(|id| node.shown(id));
        assert_eq!(outputs, ["n", "math.add", "too large", "overflow"]);
    }
}
