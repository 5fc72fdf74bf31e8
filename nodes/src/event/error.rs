use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires when a node of this graph fails: the branch of the node ends, everything else continues. A \
               failure is logged and makes the run exit with status 1 when its graph has no On Error, or when it \
               happens behind an On Error.\n\
               After 1024 failures of one event, a last one with the code more_failures says how many more there were.";
    NodeInfo::event("event.error", "On Error", doc)
        .output(Socket::string("node", "Node", "The name of the node that failed."))
        .output(Socket::string("type", "Type", "Its node type, such as math.divide."))
        .output(Socket::string("message", "Message", "What went wrong and what to do."))
        .output(Socket::string("code", "Code", "The stable code of the failure, such as overflow."))
        .output(Socket::string(
            "event_node",
            "Event Node",
            "The name of the event node that began the work.",
        ))
        .output(Socket::dictionary(
            "event",
            "Event",
            "The outputs of that event node by name: for example `client` and `message`.",
        ))
        .example("Print which node failed and why", EXAMPLE, "half: division_by_zero")
        .run(|context| {
            if let Value::Array(parts) = context.take_event() {
                for (output, part) in parts.iter().enumerate().take(6) {
                    context.set(output, part.clone());
                }
            }
            Ok(Flow::NEXT)
        })
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "none":   { "type": "array.length" },
    "half":   { "type": "math.divide", "attributes": { "dividend": 1 } },
    "never":  { "type": "console.print" },
    "failed": { "type": "event.error" },
    "text":   { "type": "string.format",
                "attributes": { "pattern": "{node}: {code}", "parameters": ["node", "code"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> half.pulse",
    "none.length -> half.divisor",
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
        let parts = ["n", "math.add", "too large", "overflow", "receive"].map(Value::from);
        let event = pulsewire_plugin::parse_json(r#"{"message":"7"}"#).unwrap();
        assert_eq!(node.event(parts.into_iter().chain([event]).collect::<Array>()), "pulse");
        let ids = ["node", "type", "message", "code", "event_node", "event"];
        let expected = ["n", "math.add", "too large", "overflow", "receive", r#"{"message":"7"}"#];
        assert_eq!(ids.map(|id| node.text(id)), expected);
    }
}
