use crate::compare::equal;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether an element of an array equals a value. Values are compared as by Is Equal.";
    let example = r#"{ "array": ["red", "green"], "value": "green" }"#;
    NodeInfo::value("array.contains", "Array Contains", doc)
        .input(super::array("The array to search."))
        .input(Socket::any("value", "Value", "The value to look for."))
        .output(Socket::bool("contains", "Contains", "Whether an element equals the value."))
        .example_of("Look for a color", "contains", &[(example, "true")])
        .compute(|context| {
            let value = context.input(1);
            Ok(context.array(0)?.iter().any(|element| equal(element, value)))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn compares_as_is_equal_does() {
        let case = |value| json!({ "array": [1, "x", { "a": 2 }], "value": value });
        let cases = [
            (case(json!(1.0)), "true"),
            (case(json!("1")), "false"),
            (case(json!({ "a": 2.0 })), "true"),
            (case(json!(null)), "false"),
            (json!({}), "false"),
        ];
        check("array.contains", "contains", &cases);
    }
}
