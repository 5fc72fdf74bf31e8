use super::events::{self, Events, VariableEvents};
use crate::array::element;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Events>) -> NodeType {
    let doc = "Removes an element of a variable of the type Array or Dictionary. It works in place, unless another node or an \
               event still holds the value of before. On Variable Change and On Variable Set fire as with Set Variable, \
               unless there is no such key.\n\
               Fails with index_out_of_range when an array has no such element, and with inbox_full when too many changes \
               wait for the graph; the variable is set nevertheless.";
    let events = events.clone();
    NodeInfo::action("variable.remove_element", "Remove Variable Element", doc)
        .attribute(Attribute::variable())
        .input(
            Socket::any("key", "Key", "The index in an array, from 0, or the key of a dictionary.")
                .with_default(""),
        )
        .output(Socket::any(
            "value",
            "Value",
            "The removed element; null when there is no such key.",
        ))
        .output(Socket::bool("found", "Found", "Whether there was such an element."))
        .example("Take the first", EXAMPLE, "red")
        .create(move |setup| {
            events::check_kind(&setup, &[ValueType::Array, ValueType::Dictionary])?;
            Ok(RemoveElement(VariableEvents::of(&events, &setup)))
        })
}

struct RemoveElement(VariableEvents);

impl Node for RemoveElement {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let key = context.input(0).clone();
        let removed = match context.variable()? {
            Value::Array(array) => {
                let at = element(&key, 0, array)?;
                array.remove(at)
            }
            Value::Dictionary(dictionary) => match &key {
                Value::String(key) => dictionary.remove(key),
                _ => return Err(NodeError::mismatch(0, ValueType::String, &key)),
            },
            other => return Err(events::mismatch("an Array or a Dictionary", other)),
        };
        let found = removed.is_some();
        context.set(0, removed.unwrap_or_default());
        context.set(1, found);
        if found {
            self.0.raise(context.variable()?, true)?;
        }
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "colors": { "type": "Array", "initial": ["red", "green"] } },
  "nodes": {
    "begin": { "type": "event.initialize" },
    "first": { "type": "variable.remove_element", "attributes": { "variable": "colors", "key": 0 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> first.pulse",
    "first.pulse -> show.pulse",
    "first.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::{Value, ValueType, parse_json};
    use serde_json::json;

    /// What is left, what was removed and whether it was found, or the code of a failure.
    fn remove(before: &str, key: impl Into<Value>) -> String {
        let toolbox = TestToolbox::with_variable(ValueType::Any);
        let mut node = toolbox.node("variable.remove_element", 0, json!({ "variable": "x" }));
        node.set_variable(parse_json(before).unwrap());
        match node.set("key", key).pulse().as_str() {
            "pulse" => {
                [node.variable().to_string(), node.text("value"), node.text("found")].join(" ")
            }
            code => code.to_owned(),
        }
    }

    #[test]
    fn removes_from_arrays_and_dictionaries() {
        assert_eq!(remove("[1,2,3]", 1), "[1,3] 2 true");
        assert_eq!(remove("[1]", 1), "index_out_of_range");
        assert_eq!(remove("[1]", -1), "index_out_of_range");
        assert_eq!(remove("[1]", ""), "type_mismatch");
        assert_eq!(remove(r#"{"a":1,"é":2,"b":3}"#, "é"), r#"{"a":1,"b":3} 2 true"#);
        assert_eq!(remove(r#"{"a":1}"#, "b"), r#"{"a":1} null false"#);
        assert_eq!(remove("{}", 1), "type_mismatch");
        assert_eq!(remove("true", 1), "type_mismatch");
    }

    #[test]
    fn only_a_removal_is_a_change() {
        let toolbox = TestToolbox::with_variable(ValueType::Dictionary);
        let attributes = json!({ "variable": "x", "key": "a" });
        let mut node = toolbox.node("variable.remove_element", 0, attributes);
        toolbox.node("variable.on_set", 3, json!({ "variable": "x" })).start().unwrap();
        node.set_variable(parse_json(r#"{"a":1}"#).unwrap());
        assert_eq!([node.pulse(), node.pulse()], ["pulse", "pulse"]);
        assert_eq!(toolbox.inbox.take(), [(3, parse_json("{}").unwrap())]);
        assert!(
            TestToolbox::new()
                .try_node("variable.remove_element", 0, json!({ "variable": "x" }))
                .is_err()
        );
    }
}
