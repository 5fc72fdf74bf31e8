use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires when a node of this graph fails: the branch of the node ends, everything else continues. A \
               failure is logged and makes the run exit with status 1 when its graph has no On Error, or when it \
               happens behind an On Error.";
    NodeInfo::event("event.error", "On Error", doc)
        .output(Socket::string("node", "Node", "The name of the node that failed."))
        .output(Socket::string("type", "Type", "Its node type, such as math.divide."))
        .output(Socket::string("message", "Message", "What went wrong and what to do."))
        .output(Socket::string("code", "Code", "The stable code of the failure, such as overflow."))
        .example("Print which node failed and why", EXAMPLE, "half: division_by_zero")
        .run(|context| {
            if let Value::Array(parts) = context.take_event() {
                for (output, part) in parts.iter().enumerate().take(4) {
                    context.set(output, part.clone());
                }
            }
            Ok(Flow::NEXT)
        })
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
        let outputs = ["node", "type", "message", "code"].map(|id| node.text(id));
        assert_eq!(outputs, ["n", "math.add", "too large", "overflow"]);
    }
}
