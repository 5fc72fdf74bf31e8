use super::index;
use crate::example::ExampleOf as _;
use crate::types;
use pulsewire_plugin::{
    Attribute, Context, NodeError, NodeInfo, NodeType, Setup, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an array with one more element, in front of the element at `index`; an index that is the length \
               of the array adds at the end. The input array stays unchanged.\n\
               Fails with index_out_of_range when the index is negative or beyond the end.";
    let example = r#"{ "array": ["a", "c"], "index": 1, "value": "b" }"#;
    NodeInfo::value("array.insert", "Insert Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .input(super::array("The array to add to."))
        .input(Socket::int("index", "Index", "The position of the new element, from 0."))
        .input(Socket::any("value", "Value", "The new element."))
        .output(super::array("The array with the new element."))
        .example_of("Insert the second element", "array", &[(example, r#"["a","b","c"]"#)])
        .compute_with(insert)
        .apply_data_type(&["value"])
        .check_constants(index::check_insertion)
}

fn insert(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<> {
    let kind = setup.attributes.kind("data_type");
    move |context| {
        let value = types::coerce_input(context, 2, kind)?;
        let mut array = context.array(0)?.clone();
        let at = index::insertion(context.int(1)?, array.len())?;
        array.insert(at, value);
        Value::from(array).check_depth()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn inserts_anywhere_up_to_the_end() {
        let case = |index| json!({ "array": [1, 2], "index": index, "value": "x" });
        let cases = [
            (case(0), r#"["x",1,2]"#),
            (case(2), r#"[1,2,"x"]"#),
            (case(3), "index_out_of_range"),
            (case(-1), "index_out_of_range"),
            (json!({ "value": 1 }), "[1]"),
        ];
        check("array.insert", "array", &cases);
    }

    #[test]
    fn what_can_only_fail_is_refused() {
        let error = Bench::new("array.insert", json!({ "array": [1], "index": 2 })).error();
        assert_eq!(error.message, "is 2, but an array of length 1 takes new elements at 0 to 1");
        let found = constant_mistakes("array.insert", json!({ "index": -1 }), &["array"]);
        assert!(found[0].starts_with("/index index_out_of_range"), "{found:?}");
        let typed = json!({ "data_type": "Int" });
        assert_eq!(Bench::new("array.insert", typed).set("value", "x").error().input, Some(2));
    }
}
