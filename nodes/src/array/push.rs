use crate::{kinds, sockets};
use pulsewire_plugin::{
    Array, Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup,
    Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Gives an array with one more element; the array that came in stays as it is. Without an array it \
               begins a new one.";
    let end = AttributeKind::Value(ValueType::Bool);
    let end_doc = "Whether the element comes last; otherwise it comes first.";
    NodeInfo::value("array.push", "Push Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(Attribute::new("add_to_end", "Add to end", end, true, end_doc))
        .input(super::array("The array to begin with; empty without a wire."))
        .input(Socket::new("value", "Value", ValueType::Any, "The new element."))
        .output(super::array("The array with the new element."))
        .example("Add a color", EXAMPLE, "[\"red\",\"green\",\"blue\"]")
        .create(|setup| Ok(Push::new(&setup)))
        .dynamic_sockets("`data_type` is the type of `value`.", |attributes, sockets| {
            sockets::retype(&mut sockets.inputs[1..], attributes.kind("data_type"));
            Ok(())
        })
}

struct Push {
    kind: ValueType,
    at_end: bool,
}

impl Push {
    fn new(setup: &Setup<'_>) -> Self {
        let at_end = setup.attributes.bool("add_to_end");
        Self { kind: setup.attributes.kind("data_type"), at_end }
    }
}

impl Node for Push {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (array, value) = (context.array(0)?, kinds::input(context, 1, self.kind)?);
        let longer = if self.at_end { joined(array, &[value]) } else { joined(&[value], array) };
        context.set(0, Value::from(longer).check_depth()?);
        Ok(Flow::NEXT)
    }
}

fn joined(first: &[Value], second: &[Value]) -> Array {
    Array::from([first, second].concat())
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "add":   { "type": "array.push", "attributes": { "array": ["red", "green"], "value": "blue" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "add.array -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn adds_to_either_end() {
        for (at_end, wanted) in [(true, "[1,2,3]"), (false, "[3,1,2]")] {
            let attributes = json!({ "array": [1, 2], "value": 3, "add_to_end": at_end });
            let mut node = Bench::new("array.push", attributes);
            assert_eq!((node.read(), node.shown("array")), ("pulse".into(), wanted.into()));
        }
        let mut node = Bench::new("array.push", json!({}));
        assert_eq!((node.read(), node.shown("array")), ("pulse".into(), "[null]".into()));
    }

    #[test]
    fn an_array_that_is_pushed_into_itself_ends_before_it_is_too_deep() {
        let mut node = Bench::new("array.push", json!({}));
        for _ in 0..Value::MAX_DEPTH {
            assert_eq!(node.read(), "pulse");
            let array = node.get("array").clone();
            node.set("value", array);
        }
        assert_eq!(node.read(), "too_deep");
    }

    #[test]
    fn the_element_is_of_the_data_type() {
        let mut node = Bench::new("array.push", json!({ "data_type": "Float" }));
        assert_eq!(node.set("value", "x").read(), "type_mismatch");
        node.set("value", 1).read();
        assert_eq!(node.shown("array"), "[1.0]");
    }
}
