use pulsewire_plugin::{Flow, NodeInfo, NodeType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires once when the run ends cleanly: after Exit, after the first Ctrl-C or SIGTERM, or when the time given \
               to `run --for` is over. Connections are still open, so a last message can be sent.";
    NodeInfo::event("event.shutdown", "On Shutdown", doc)
        .example("Say goodbye when the run ends", EXAMPLE, "working\ngoodbye")
        .run(|_| Ok(Flow::NEXT))
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "working": { "type": "console.print", "attributes": { "input": "working" } },
    "exit":    { "type": "program.exit" },
    "end":     { "type": "event.shutdown" },
    "goodbye": { "type": "console.print", "attributes": { "input": "goodbye" } }
  },
  "wires": [
    "begin.pulse -> working.pulse",
    "working.pulse -> exit.pulse",
    "end.pulse -> goodbye.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn its_event_becomes_a_pulse() {
        assert_eq!(Bench::new("event.shutdown", json!({})).event(Value::Null), "pulse");
    }
}
