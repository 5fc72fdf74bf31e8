use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc =
        "Returns an array: the one that is written in the node, or the one that comes over a wire.";
    NodeInfo::value("array.value", "Array Value", doc)
        .input(Socket::array("input", "Input", "The array."))
        .output(Socket::array("output", "Output", "The same array."))
        .example_of(
            "Two colors",
            "output",
            &[(r#"{ "input": ["red", "green"] }"#, r#"["red","green"]"#)],
        )
        .compute(|context| Ok(context.array(0)?.clone()))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn returns_the_input() {
        let cases = [(json!({}), "[]"), (json!({ "input": [1, null] }), "[1,null]")];
        check("array.value", "output", &cases);
    }
}
