use crate::channel::{Channel, Channels};
use crate::kinds;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(changes: &Arc<Channels>) -> NodeType {
    let doc = "Sets a variable of this graph. When that changes its value, every On Variable Change of the \
               variable fires, once what runs now is done.\n\
               Fails with inbox_full when the graph is so far behind that its inbox is full; the variable is set \
               all the same.";
    let input = Socket::new("value", "Value", ValueType::Any, "What the variable is to hold.");
    let output = Socket::new("value", "Value", ValueType::Any, "What the variable holds now.");
    let changes = changes.clone();
    NodeInfo::action("variable.set", "Set Variable", doc)
        .attribute(Attribute::variable())
        .input(input.of_variable())
        .output(output.of_variable())
        .example("Keep a value and read it back", EXAMPLE, "on")
        .create(move |setup| Ok(Set::new(&changes, &setup)))
}

struct Set {
    kind: ValueType,
    changes: Arc<Channel>,
}

impl Set {
    fn new(changes: &Channels, setup: &Setup<'_>) -> Self {
        let changes = changes.open(setup.graph, setup.attributes.text("variable"));
        Self { kind: setup.variable.unwrap_or(ValueType::Any), changes }
    }
}

impl Node for Set {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = kinds::input(context, 0, self.kind)?;
        let variable = context.variable()?;
        let tell = !self.changes.is_quiet() && *variable != value;
        *variable = value.clone();
        context.set(0, value.clone());
        if tell {
            self.changes.raise(&value)?;
        }
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
    use crate::testing::Kit;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn only_a_change_is_told() {
        let kit = Kit::new();
        let mut set = kit.node("variable.set", 0, json!({ "variable": "x" }));
        kit.node("variable.on_change", 3, json!({ "variable": "x" })).start().unwrap();
        kit.node("variable.on_change", 4, json!({ "variable": "y" })).start().unwrap();
        for value in [1.5, 1.5, 2.0] {
            assert_eq!(set.set("value", value).pulse(), "pulse");
            assert_eq!((set.variable(), set.get("value")), (&value.into(), &value.into()));
        }
        assert_eq!(kit.inbox.take(), [(3, Value::Float(1.5)), (3, Value::Float(2.0))]);
        kit.inbox.fill();
        assert_eq!(set.set("value", 9.0).pulse(), "inbox_full");
        assert_eq!(set.variable(), &Value::Float(9.0));
    }

    #[test]
    fn the_variable_keeps_its_type() {
        let mut set = Kit::new().node("variable.set", 0, json!({ "variable": "x" }));
        assert_eq!(set.set("value", "1").pulse(), "type_mismatch");
        assert_eq!(set.set("value", 5).pulse(), "pulse");
        assert_eq!(set.variable(), &Value::Float(5.0));
    }
}
