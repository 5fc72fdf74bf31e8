use super::events::{self, Events, VariableEvents};
use crate::array::element;
use pulsewire_plugin::{
    Array, Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Sets an element of a variable of the type Array or Dictionary: the one at an index that exists, or that of a \
               key; a new key is added at the end. It works in place, unless another node or an event still holds the value \
               of before. On Variable Change and On Variable Set fire as with Set Variable.\n\
               Fails with index_out_of_range when an array has no such element, with too_deep when the variable would be \
               nested too deeply, and with inbox_full when too many changes wait for the graph; the variable is set \
               nevertheless.";
    let events = events.clone();
    NodeInfo::action("variable.set_element", "Set Variable Element", doc)
        .attribute(Attribute::variable())
        .input(
            Socket::any("key", "Key", "The index in an array, from 0, or the key of a dictionary.")
                .with_default(""),
        )
        .input(Socket::any("value", "Value", "The new element."))
        .output(Socket::int("length", "Length", "The number of elements after that."))
        .example("Remember a price", EXAMPLE, r#"{"tea":2.5}"#)
        .create(move |setup| {
            events::check_kind(&setup, &[ValueType::Array, ValueType::Dictionary])?;
            Ok(SetElement(VariableEvents::of(&events, &setup)))
        })
}

struct SetElement(VariableEvents);

impl Node for SetElement {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (key, value) = (context.input(0).clone(), context.input(1).clone());
        if value.depth() >= Value::MAX_DEPTH {
            Value::from(Array::from_iter([value.clone()])).check_depth()?;
        }
        let changed = |before: Option<&Value>| before != Some(&value);
        let watch = self.0.watch_changes();
        let (length, changed) = match context.variable()? {
            Value::Array(array) => {
                let at = element(&key, 0, array)?;
                let changed = watch && changed(array.get(at));
                array.replace(at, value);
                (array.len(), changed)
            }
            Value::Dictionary(dictionary) => {
                let Value::String(key) = key else {
                    return Err(NodeError::mismatch(0, ValueType::String, &key));
                };
                let changed = watch && changed(dictionary.get(&key));
                dictionary.set(key, value);
                (dictionary.len(), changed)
            }
            other => return Err(events::mismatch("an Array or a Dictionary", other)),
        };
        context.set(0, i64::try_from(length).unwrap_or(i64::MAX));
        self.0.raise(context.variable()?, changed)?;
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "prices": { "type": "Dictionary" } },
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "price":  { "type": "variable.set_element",
                "attributes": { "variable": "prices", "key": "tea", "value": 2.5 } },
    "prices": { "type": "variable.get", "attributes": { "variable": "prices" } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> price.pulse",
    "price.pulse -> show.pulse",
    "prices.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::{Value, ValueType, parse_json};
    use serde_json::json;

    /// What the variable holds after the element was set, or the code of a failure.
    fn set(before: &str, key: impl Into<Value>, value: impl Into<Value>) -> String {
        let toolbox = TestToolbox::with_variable(ValueType::Any);
        let mut node = toolbox.node("variable.set_element", 0, json!({ "variable": "x" }));
        node.set_variable(parse_json(before).unwrap());
        match node.set("key", key).set("value", value).pulse().as_str() {
            "pulse" => node.variable().to_string() + " " + &node.text("length"),
            code => code.to_owned(),
        }
    }

    #[test]
    fn sets_in_arrays_and_dictionaries() {
        assert_eq!(set("[1,2]", 1, "é"), r#"[1,"é"] 2"#);
        assert_eq!(set("[1,2]", 2, 3), "index_out_of_range");
        assert_eq!(set("[1,2]", -1, 3), "index_out_of_range");
        assert_eq!(set("[1,2]", "1", 3), "type_mismatch");
        assert_eq!(set(r#"{"a":1}"#, "é", 2), r#"{"a":1,"é":2} 2"#);
        assert_eq!(set(r#"{"a":1,"b":2}"#, "a", Value::Null), r#"{"a":null,"b":2} 2"#);
        assert_eq!(set("{}", 1, 2), "type_mismatch");
        assert_eq!(set("5", 1, 2), "type_mismatch");
    }

    #[test]
    fn only_another_value_is_a_change() {
        let toolbox = TestToolbox::with_variable(ValueType::Dictionary);
        let attributes = json!({ "variable": "x", "key": "a", "value": 1 });
        let mut node = toolbox.node("variable.set_element", 0, attributes);
        toolbox.node("variable.on_change", 3, json!({ "variable": "x" })).start().unwrap();
        assert_eq!([node.pulse(), node.pulse()], ["pulse", "pulse"]);
        assert_eq!(toolbox.inbox.take(), [(3, parse_json(r#"{"a":1}"#).unwrap())]);
    }

    #[test]
    fn a_value_that_is_too_deep_is_rejected() {
        let toolbox = TestToolbox::with_variable(ValueType::Dictionary);
        let mut node =
            toolbox.node("variable.set_element", 0, json!({ "variable": "x", "key": "a" }));
        for _ in 1..Value::MAX_DEPTH {
            let held = node.variable().clone();
            assert_eq!(node.set("value", held).pulse(), "pulse");
        }
        let held = node.variable().clone();
        assert_eq!(node.set("value", held).pulse(), "too_deep");
        assert!(
            TestToolbox::new()
                .try_node("variable.set_element", 0, json!({ "variable": "x" }))
                .is_err()
        );
    }
}
