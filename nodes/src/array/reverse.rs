use crate::example::ExampleOf as _;
use pulsewire_plugin::{Array, NodeInfo, NodeType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an array with its elements in reverse order.";
    NodeInfo::value("array.reverse", "Reverse Array", doc)
        .input(super::array("The array to reverse."))
        .output(super::array("The elements, the last one first."))
        .example_of("Count down", "array", &[(r#"{ "array": [1, 2, 3] }"#, "[3,2,1]")])
        .compute(|context| Ok(context.array(0)?.iter().rev().cloned().collect::<Array>()))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn reverses_the_outer_array_only() {
        let cases = [(json!({}), "[]"), (json!({ "array": [[1, 2], "x"] }), r#"["x",[1,2]]"#)];
        check("array.reverse", "array", &cases);
    }
}
