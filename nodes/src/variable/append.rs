use super::events::{self, Events, VariableEvents};
use pulsewire_plugin::{
    Array, Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Adds an element at the end of a variable of the type Array. It works in place: the time does not grow with \
               the array, unless another node or an event still holds the array of before. On Variable Change and On \
               Variable Set fire as with Set Variable.\n\
               Fails with too_deep when the array would be nested too deeply, and with inbox_full when too many changes \
               wait for the graph; the variable is set nevertheless.";
    let events = events.clone();
    NodeInfo::action("variable.append", "Append to Variable", doc)
        .attribute(Attribute::variable())
        .input(Socket::any("value", "Value", "The new element."))
        .output(Socket::int("length", "Length", "The number of elements after that."))
        .example("Collect three numbers", EXAMPLE, "[0,1,2]")
        .create(move |setup| {
            events::check_kind(&setup, &[ValueType::Array])?;
            Ok(Append(VariableEvents::of(&events, &setup)))
        })
}

struct Append(VariableEvents);

impl Node for Append {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = context.input(0).clone();
        if value.depth() >= Value::MAX_DEPTH {
            Value::from(Array::from_iter([value.clone()])).check_depth()?;
        }
        let Value::Array(array) = context.variable()? else {
            return Err(events::mismatch("an Array", context.variable()?));
        };
        array.push(value);
        let length = i64::try_from(array.len()).unwrap_or(i64::MAX);
        context.set(0, length);
        self.0.raise(context.variable()?, true)?;
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "list": { "type": "Array" } },
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "three":  { "type": "flow.for_loop", "attributes": { "last_index": 3 } },
    "append": { "type": "variable.append", "attributes": { "variable": "list" } },
    "list":   { "type": "variable.get", "attributes": { "variable": "list" } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> three.pulse",
    "three.pulse -> append.pulse",
    "three.index -> append.value",
    "three.on_end -> show.pulse",
    "list.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, TestToolbox};
    use pulsewire_plugin::{Array, Value, ValueType};
    use serde_json::json;

    fn node() -> Bench {
        let toolbox = TestToolbox::with_variable(ValueType::Array);
        toolbox.node("variable.append", 0, json!({ "variable": "x" }))
    }

    #[test]
    fn the_array_grows_and_other_holders_do_not_see_it() {
        let mut node = node();
        assert_eq!(
            (node.set("value", "é").pulse(), node.text("length")),
            ("pulse".into(), "1".into())
        );
        let held = node.variable().clone();
        node.set("value", Value::Null).pulse();
        assert_eq!(
            (node.variable().to_string(), held.to_string()),
            (r#"["é",null]"#.into(), r#"["é"]"#.into())
        );
    }

    #[test]
    fn a_hundred_thousand_elements_are_added_in_place() {
        let mut node = node();
        let address = |node: &Bench| match node.variable() {
            Value::Array(array) => array.get(0).map(std::ptr::from_ref),
            other => panic!("{other}"),
        };
        let (mut moves, mut before) = (0, address(&node));
        for at in 0..100_000 {
            node.set("value", at).pulse();
            moves += usize::from(address(&node) != before);
            before = address(&node);
        }
        assert!(moves < 40, "the array was copied {moves} times");
    }

    #[test]
    fn an_array_in_itself_fails_before_it_is_too_deep() {
        let mut node = node();
        for _ in 1..Value::MAX_DEPTH {
            let array = node.variable().clone();
            assert_eq!(node.set("value", array).pulse(), "pulse");
        }
        let array = node.variable().clone();
        assert_eq!(node.set("value", array).pulse(), "too_deep");
    }

    #[test]
    fn changes_fire_and_other_types_are_rejected() {
        let toolbox = TestToolbox::with_variable(ValueType::Any);
        let mut node = toolbox.node("variable.append", 0, json!({ "variable": "x" }));
        assert_eq!(node.pulse(), "type_mismatch");
        toolbox.node("variable.on_change", 3, json!({ "variable": "x" })).start().unwrap();
        node.set_variable(Array::default());
        node.set("value", 1).pulse();
        assert_eq!(toolbox.inbox.take(), [(3, Array::from_iter([Value::Int(1)]).into())]);
        assert!(
            TestToolbox::new().try_node("variable.append", 0, json!({ "variable": "x" })).is_err()
        );
    }
}
