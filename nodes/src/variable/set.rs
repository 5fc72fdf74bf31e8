use super::events::{Events, VariableEvents};
use crate::types;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Sets a variable of this graph. Every On Variable Set of the variable fires after the current work of the \
               graph, and every On Variable Change when the value has changed.\n\
               Fails with inbox_full when too many changes wait for the graph; the variable is set nevertheless.";
    let input = Socket::any("value", "Value", "The new value of the variable.");
    let output = Socket::any("value", "Value", "The value of the variable.");
    let events = events.clone();
    NodeInfo::action("variable.set", "Set Variable", doc)
        .attribute(Attribute::variable())
        .input(input.of_variable())
        .output(output.of_variable())
        .example("Set a variable and read it", EXAMPLE, "on")
        .create(move |setup| Ok(Set::new(&events, &setup)))
}

struct Set {
    kind: ValueType,
    events: VariableEvents,
}

impl Set {
    fn new(events: &Events, setup: &Setup<'_>) -> Self {
        let kind = setup.variable.unwrap_or(ValueType::Any);
        Self { kind, events: VariableEvents::of(events, setup) }
    }
}

impl Node for Set {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = types::coerce_input(context, 0, self.kind)?;
        let variable = context.variable()?;
        let changed = self.events.watch_changes() && *variable != value;
        *variable = value.clone();
        context.set(0, value.clone());
        self.events.raise(&value, changed)?;
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "light": { "type": "String", "initial": "off" } },
  "nodes": {
    "begin": { "type": "event.initialize" },
    "turn":  { "type": "variable.set", "attributes": { "variable": "light", "value": "on" } },
    "light": { "type": "variable.get", "attributes": { "variable": "light" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> turn.pulse",
    "turn.pulse -> show.pulse",
    "light.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn only_a_change_fires() {
        let toolbox = TestToolbox::new();
        let mut set = toolbox.node("variable.set", 0, json!({ "variable": "x" }));
        toolbox.node("variable.on_change", 3, json!({ "variable": "x" })).start().unwrap();
        toolbox.node("variable.on_change", 4, json!({ "variable": "y" })).start().unwrap();
        for value in [1.5, 1.5, 2.0] {
            assert_eq!(set.set("value", value).pulse(), "pulse");
            assert_eq!((set.variable(), set.get("value")), (&value.into(), &value.into()));
        }
        assert_eq!(toolbox.inbox.take(), [(3, Value::Float(1.5)), (3, Value::Float(2.0))]);
        toolbox.inbox.fill();
        assert_eq!(set.set("value", 9.0).pulse(), "inbox_full");
        assert_eq!(set.variable(), &Value::Float(9.0));
    }

    #[test]
    fn the_variable_keeps_its_type() {
        let mut set = TestToolbox::new().node("variable.set", 0, json!({ "variable": "x" }));
        assert_eq!(set.set("value", "1").pulse(), "type_mismatch");
        assert_eq!(set.set("value", 5).pulse(), "pulse");
        assert_eq!(set.variable(), &Value::Float(5.0));
    }
}
