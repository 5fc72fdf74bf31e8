use crate::example::ExampleOf as _;
use crate::types;
use pulsewire_plugin::{
    Attribute, Context, NodeError, NodeInfo, NodeType, Setup, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an array with one more element. The input array stays unchanged; without one, the result is a \
               new array.";
    let at_end = "Whether the element is added at the end; otherwise it is added at the beginning.";
    let example = r#"{ "array": ["red", "green"], "value": "blue" }"#;
    NodeInfo::value("array.push", "Push Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(Attribute::bool("add_to_end", "Add to end", true, at_end))
        .input(super::array("The array to add to; empty without a wire."))
        .input(Socket::any("value", "Value", "The new element."))
        .output(super::array("The array with the new element."))
        .example_of("Add a color", "array", &[(example, r#"["red","green","blue"]"#)])
        .compute_with(push)
        .apply_data_type(&["value"])
}

fn push(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<> {
    let kind = setup.attributes.kind("data_type");
    let at_end = setup.attributes.bool("add_to_end");
    move |context| {
        let value = types::coerce_input(context, 1, kind)?;
        let mut array = context.array(0)?.clone();
        array.insert(if at_end { array.len() } else { 0 }, value);
        Value::from(array).check_depth()
    }
}

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
            assert_eq!((node.read(), node.text("array")), ("pulse".into(), wanted.into()));
        }
        let mut node = Bench::new("array.push", json!({}));
        assert_eq!((node.read(), node.text("array")), ("pulse".into(), "[null]".into()));
    }

    #[test]
    fn an_array_pushed_into_itself_fails_before_it_is_too_deep() {
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
        assert_eq!(node.text("array"), "[1.0]");
    }
}
