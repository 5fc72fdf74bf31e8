use super::events::Events;
use crate::channel::Channel;
use pulsewire_plugin::{
    Attribute, Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Fires when the value of a variable of this graph changes; setting it to the same value is not a change. \
               Each change fires once, in order, even when the variable has changed again in the meantime.";
    let value = Socket::any("value", "Value", "The new value.");
    let events = events.clone();
    NodeInfo::event("variable.on_change", "On Variable Change", doc)
        .attribute(Attribute::variable())
        .output(value.of_variable())
        .example("Report a change", EXAMPLE, "set\nnow 5")
        .create(move |setup| {
            let changes =
                events.changes.open(setup.variable_scope, setup.attributes.text("variable"));
            Ok(OnChange { changes, emitter: setup.emitter })
        })
}

struct OnChange {
    changes: Arc<Channel>,
    emitter: Emitter,
}

impl Node for OnChange {
    fn start(&mut self) -> Result<(), NodeError> {
        self.changes.subscribe(&self.emitter)
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = context.take_event();
        context.set(0, value);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "count": { "type": "Int" } },
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "change": { "type": "variable.set", "attributes": { "variable": "count", "value": 5 } },
    "again":  { "type": "variable.set", "attributes": { "variable": "count", "value": 5 } },
    "set":    { "type": "console.print", "attributes": { "input": "set" } },
    "on":     { "type": "variable.on_change", "attributes": { "variable": "count" } },
    "text":   { "type": "string.format", "attributes": { "pattern": "now {}", "parameters": ["count"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> change.pulse",
    "change.pulse -> again.pulse",
    "again.pulse -> set.pulse",
    "on.pulse -> show.pulse",
    "on.value -> text.count",
    "text.formatted -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn the_event_is_the_value() {
        let mut node = Bench::new("variable.on_change", json!({ "variable": "x" }));
        assert_eq!(node.event(2.5), "pulse");
        assert_eq!(node.get("value"), &Value::Float(2.5));
    }
}
