use pulsewire_plugin::{Flow, NodeInfo, NodeType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires once when the run begins: after all nodes of all graphs are ready, and before any other event of its \
               graph.";
    NodeInfo::event("event.initialize", "On Initialize", doc)
        .example("Say hello when the run begins", EXAMPLE, "hello")
        .run(|_| Ok(Flow::NEXT))
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "hello": { "type": "console.print", "attributes": { "input": "hello" } }
  },
  "wires": ["begin.pulse -> hello.pulse"]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn its_event_becomes_a_pulse() {
        assert_eq!(Bench::new("event.initialize", json!({})).event(Value::Null), "pulse");
    }
}
