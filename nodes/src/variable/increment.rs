use super::events::{self, Events, VariableEvents};
use crate::math;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Value, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Adds a step to a variable of the type Int or Float; a negative step subtracts. On Variable Change and On \
               Variable Set fire as with Set Variable.\n\
               Fails with overflow when an Int does not fit in 64 bits, with not_finite when a Float is infinite, and with \
               inbox_full when too many changes wait for the graph; the variable is set nevertheless.";
    let events = events.clone();
    let value = Socket::any("value", "Value", "The value of the variable after that.");
    NodeInfo::action("variable.increment", "Increment Variable", doc)
        .attribute(Attribute::variable())
        .input(Socket::any("step", "Step", "The number to add.").with_default(1))
        .output(value.of_variable())
        .example("Count to three", EXAMPLE, "1\n2\n3")
        .create(move |setup| Increment::new(&events, &setup))
}

struct Increment {
    kind: ValueType,
    events: VariableEvents,
}

impl Increment {
    fn new(events: &Events, setup: &Setup<'_>) -> Result<Self, NodeError> {
        events::check_kind(setup, &[ValueType::Int, ValueType::Float])?;
        let kind = setup.variable.unwrap_or(ValueType::Any);
        if let Some(step) = setup.attributes.written().get("step")
            && let Err(error) = Value::from_attribute(step, kind)
        {
            let why = format!("`step` {error}, which is the type of the variable");
            return Err(NodeError::new("bad_attribute", why));
        }
        Ok(Self { kind, events: VariableEvents::of(events, setup) })
    }
}

impl Node for Increment {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let step = match self.kind {
            ValueType::Int => Value::Int(context.int(0)?),
            ValueType::Float => Value::Float(context.float(0)?),
            _ => math::number_at(context, 0)?,
        };
        let variable = context.variable()?;
        if !matches!(variable, Value::Int(_) | Value::Float(_)) {
            return Err(events::mismatch("an Int or a Float", variable));
        }
        let next = math::sum(variable, &step)?;
        let changed = *variable != next;
        *variable = next.clone();
        context.set(0, next.clone());
        self.events.raise(&next, changed)?;
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "count": { "type": "Int" } },
  "nodes": {
    "begin": { "type": "event.initialize" },
    "three": { "type": "flow.for_loop", "attributes": { "last_index": 3 } },
    "count": { "type": "variable.increment", "attributes": { "variable": "count" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> three.pulse",
    "three.pulse -> count.pulse",
    "count.pulse -> show.pulse",
    "count.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::{Value, ValueType};
    use serde_json::json;

    #[test]
    fn the_variable_keeps_its_type() {
        let cases = [
            (ValueType::Int, Value::Int(41), json!({}), "42"),
            (ValueType::Int, Value::Int(1), json!({ "step": -3 }), "-2"),
            (ValueType::Int, Value::Int(i64::MAX), json!({}), "overflow"),
            (ValueType::Float, Value::Float(1.0), json!({}), "2.0"),
            (ValueType::Float, Value::Float(f64::MAX), json!({ "step": f64::MAX }), "not_finite"),
            (ValueType::Any, Value::Int(1), json!({ "step": 0.5 }), "1.5"),
            (ValueType::Any, Value::Int(1), json!({ "step": "x" }), "type_mismatch"),
            (ValueType::Any, Value::Null, json!({}), "type_mismatch"),
        ];
        for (kind, before, mut attributes, wanted) in cases {
            attributes["variable"] = "x".into();
            let mut node =
                TestToolbox::with_variable(kind).node("variable.increment", 0, attributes);
            node.set_variable(before.clone());
            match node.pulse().as_str() {
                "pulse" => assert_eq!(
                    (node.text("value"), node.variable().to_string()),
                    (wanted.into(), wanted.into())
                ),
                code => assert_eq!((code, node.variable()), (wanted, &before)),
            }
        }
    }

    #[test]
    fn only_a_step_is_a_change() {
        let toolbox = TestToolbox::new();
        let attributes = json!({ "variable": "x", "step": 0 });
        let mut node = toolbox.node("variable.increment", 0, attributes);
        toolbox.node("variable.on_change", 3, json!({ "variable": "x" })).start().unwrap();
        toolbox.node("variable.on_set", 4, json!({ "variable": "x" })).start().unwrap();
        assert_eq!(
            (node.pulse(), toolbox.inbox.take()),
            ("pulse".into(), vec![(4, Value::Float(0.0))])
        );
        node.set("step", 2).pulse();
        assert_eq!(toolbox.inbox.take(), [(3, Value::Float(2.0)), (4, Value::Float(2.0))]);
    }

    #[test]
    fn a_variable_of_another_type_is_refused() {
        let toolbox = TestToolbox::with_variable(ValueType::String);
        let why =
            toolbox.try_node("variable.increment", 0, json!({ "variable": "x" })).err().unwrap();
        assert_eq!(
            why,
            "the type of the variable `x` is String, but this node works on Int and Float only"
        );
        let toolbox = TestToolbox::with_variable(ValueType::Int);
        let half = json!({ "variable": "x", "step": 0.5 });
        let why = toolbox.try_node("variable.increment", 0, half).err().unwrap();
        assert_eq!(why, "`step` wants Int, which is the type of the variable");
    }
}
