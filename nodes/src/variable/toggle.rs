use super::events::{self, Events, VariableEvents};
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Sets a variable of the type Bool to its opposite. On Variable Change and On Variable Set fire as with Set \
               Variable.\n\
               Fails with inbox_full when too many changes wait for the graph; the variable is set nevertheless.";
    let events = events.clone();
    let value = Socket::any("value", "Value", "The value of the variable after that.");
    NodeInfo::action("variable.toggle", "Toggle Variable", doc)
        .attribute(Attribute::variable())
        .output(value.of_variable())
        .example("Turn the light on", EXAMPLE, "true")
        .create(move |setup| {
            events::check_kind(&setup, &[ValueType::Bool])?;
            Ok(Toggle(VariableEvents::of(&events, &setup)))
        })
}

struct Toggle(VariableEvents);

impl Node for Toggle {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let Value::Bool(value) = context.variable()? else {
            return Err(events::mismatch("a Bool", context.variable()?));
        };
        *value = !*value;
        let value = *value;
        context.set(0, value);
        self.0.raise(&Value::Bool(value), true)?;
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "light": { "type": "Bool" } },
  "nodes": {
    "begin": { "type": "event.initialize" },
    "turn":  { "type": "variable.toggle", "attributes": { "variable": "light" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> turn.pulse",
    "turn.pulse -> show.pulse",
    "turn.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::{Value, ValueType};
    use serde_json::json;

    #[test]
    fn the_variable_is_the_opposite_and_fires() {
        let toolbox = TestToolbox::with_variable(ValueType::Bool);
        let mut node = toolbox.node("variable.toggle", 0, json!({ "variable": "x" }));
        toolbox.node("variable.on_change", 3, json!({ "variable": "x" })).start().unwrap();
        for value in [true, false] {
            assert_eq!((node.pulse(), node.variable()), ("pulse".into(), &Value::Bool(value)));
            assert_eq!(node.get("value"), &Value::Bool(value));
        }
        assert_eq!(toolbox.inbox.take(), [(3, Value::Bool(true)), (3, Value::Bool(false))]);
    }

    #[test]
    fn other_values_are_rejected() {
        let toolbox = TestToolbox::with_variable(ValueType::Any);
        let mut node = toolbox.node("variable.toggle", 0, json!({ "variable": "x" }));
        node.set_variable(1);
        let message = node.error().message;
        assert_eq!(message, "the variable holds an Int, but this node works on a Bool only");
        assert!(
            TestToolbox::new().try_node("variable.toggle", 0, json!({ "variable": "x" })).is_err()
        );
    }
}
