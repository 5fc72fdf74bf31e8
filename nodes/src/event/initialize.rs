use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires once when the run begins: after every node of every graph is ready and before any other \
               event of its graph.";
    NodeInfo::event("event.initialize", "On Initialize", doc)
        .example("Say hello when the run begins", EXAMPLE, "hello")
        .create(|_| Ok(Initialize))
}

struct Initialize;

impl Node for Initialize {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::NEXT)
    }
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
