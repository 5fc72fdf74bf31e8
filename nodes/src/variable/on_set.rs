use super::events::Events;
use crate::channel::Channel;
use pulsewire_plugin::{
    Attribute, Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Fires whenever a variable of this graph is set, to the same value too. Each time fires once, in order, even \
               when the variable was set again in the meantime.";
    let value = Socket::any("value", "Value", "The value to which it was set.");
    let events = events.clone();
    NodeInfo::event("variable.on_set", "On Variable Set", doc)
        .attribute(Attribute::variable())
        .output(value.of_variable())
        .example("Report each time", EXAMPLE, "5\n5")
        .create(move |setup| {
            let sets = events.sets.open(setup.variable_scope, setup.attributes.text("variable"));
            Ok(OnSet { sets, emitter: setup.emitter })
        })
}

struct OnSet {
    sets: Arc<Channel>,
    emitter: Emitter,
}

impl Node for OnSet {
    fn start(&mut self) -> Result<(), NodeError> {
        self.sets.subscribe(&self.emitter)
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
    "begin": { "type": "event.initialize" },
    "once":  { "type": "variable.set", "attributes": { "variable": "count", "value": 5 } },
    "again": { "type": "variable.set", "attributes": { "variable": "count", "value": 5 } },
    "on":    { "type": "variable.on_set", "attributes": { "variable": "count" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> once.pulse",
    "once.pulse -> again.pulse",
    "on.pulse -> show.pulse",
    "on.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn every_set_fires_and_only_a_change_is_a_change() {
        let toolbox = TestToolbox::new();
        let mut set = toolbox.node("variable.set", 0, json!({ "variable": "x" }));
        let mut on_set = toolbox.node("variable.on_set", 3, json!({ "variable": "x" }));
        on_set.start().unwrap();
        toolbox.node("variable.on_change", 4, json!({ "variable": "x" })).start().unwrap();
        for value in [1.5, 1.5] {
            assert_eq!(set.set("value", value).pulse(), "pulse");
        }
        let value = Value::Float(1.5);
        assert_eq!(toolbox.inbox.take(), [(4, value.clone()), (3, value.clone()), (3, value)]);
        assert_eq!((on_set.event(2.5), on_set.text("value")), ("pulse".into(), "2.5".into()));
        toolbox.inbox.fill();
        assert_eq!(set.pulse(), "inbox_full");
    }
}
