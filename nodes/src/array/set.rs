use super::index;
use crate::{kinds, sockets};
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Gives an array with one element replaced; the array that came in stays as it is. To add an \
               element use Push Array Element.\n\
               Fails with index_out_of_range when there is no such element.";
    NodeInfo::value("array.set", "Set Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .input(super::array("The array to begin with."))
        .input(super::index())
        .input(Socket::new("value", "Value", ValueType::Any, "The new element."))
        .output(super::array("The array with the new element."))
        .example("Replace the second", EXAMPLE, "[1,20,3]")
        .create(|setup| Ok(Set { kind: setup.attributes.kind("data_type") }))
        .dynamic_sockets("`data_type` is the type of `value`.", |attributes, sockets| {
            sockets::retype(&mut sockets.inputs[2..], attributes.kind("data_type"));
            Ok(())
        })
}

struct Set {
    kind: ValueType,
}

impl Node for Set {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (mut array, value) = (context.array(0)?.clone(), kinds::input(context, 2, self.kind)?);
        let Some(at) = index::within(context, &array)? else {
            return Err(index::out_of_range(context, array.len()));
        };
        array.replace(at, value);
        context.set(0, Value::from(array).check_depth()?);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "change": { "type": "array.set", "attributes": { "array": [1, 2, 3], "index": 1, "value": 20 } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "change.array -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn replaces_one_element_of_a_copy() {
        let array = pulsewire_plugin::Array::from_iter([1, 2].map(pulsewire_plugin::Value::Int));
        let mut node = Bench::new("array.set", json!({ "index": 1, "value": "x" }));
        node.set("array", array.clone());
        assert_eq!((node.read(), node.shown("array")), ("pulse".into(), r#"[1,"x"]"#.into()));
        assert_eq!(array[1], pulsewire_plugin::Value::Int(2));
    }

    #[test]
    fn never_makes_an_array_longer() {
        let mut node = Bench::new("array.set", json!({ "array": [1], "index": 1 }));
        assert_eq!(node.error().message, "is 1, but the array has 1 element (0)");
        assert_eq!(node.set("index", -1).read(), "index_out_of_range");
        let typed = json!({ "array": [1], "data_type": "Int" });
        let error = Bench::new("array.set", typed).set("value", "x").error();
        assert_eq!((error.code.as_ref(), error.input), ("type_mismatch", Some(2)));
    }
}
