use crate::example::ExampleOf as _;
use pulsewire_plugin::{Array, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an empty array. The input array stays unchanged.";
    NodeInfo::value("array.clear", "Clear Array", doc)
        .input(super::array("The array to clear."))
        .output(Socket::array("empty_array", "Empty Array", "An array without elements."))
        .example_of("Nothing is left", "empty_array", &[(r#"{ "array": [1, 2] }"#, "[]")])
        .compute(|context| context.array(0).map(|_| Array::default()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_result_is_empty() {
        check("array.clear", "empty_array", &[(json!({}), "[]"), (json!({ "array": [1] }), "[]")]);
        assert_eq!(Bench::new("array.clear", json!({})).set("array", 1).read(), "type_mismatch");
    }
}
