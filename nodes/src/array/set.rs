use super::index;
use crate::example::ExampleOf as _;
use crate::types;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket, Value, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an array with one element replaced. The input array stays unchanged. To add an element, use \
               Push Array Element.\n\
               Fails with index_out_of_range when there is no such element.";
    let example = r#"{ "array": [1, 2, 3], "index": 1, "value": 20 }"#;
    NodeInfo::value("array.set", "Set Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .input(super::array("The array to change."))
        .input(super::index())
        .input(Socket::any("value", "Value", "The new element."))
        .output(super::array("The array with the new element."))
        .example_of("Replace the second element", "array", &[(example, "[1,20,3]")])
        .compute_with(|setup| {
            let kind = setup.attributes.kind("data_type");
            move |context: &mut Context<'_>| {
                let value = types::coerce_input(context, 2, kind)?;
                let mut array = context.array(0)?.clone();
                let Some(at) = index::within(context, &array)? else {
                    return Err(index::out_of_range(context.input(1), array.len()));
                };
                array.replace(at, value);
                Value::from(array).check_depth()
            }
        })
        .apply_data_type(&["value"])
        .check_constants(index::check_index)
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn replaces_one_element_of_a_copy() {
        let array = pulsewire_plugin::Array::from_iter([1, 2].map(pulsewire_plugin::Value::Int));
        let mut node = Bench::new("array.set", json!({ "index": 1, "value": "x" }));
        node.set("array", array.clone());
        assert_eq!((node.read(), node.text("array")), ("pulse".into(), r#"[1,"x"]"#.into()));
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
