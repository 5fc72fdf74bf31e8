use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc =
        "Returns a string: the one that is written in the node, or the one that comes over a wire.";
    NodeInfo::value("string.value", "String Value", doc)
        .input(Socket::string("input", "Input", "The string."))
        .output(Socket::string("output", "Output", "The same string."))
        .example_of("A greeting", "output", &[(r#"{ "input": "hello" }"#, "hello")])
        .compute(|context| Ok(context.text(0)?.clone()))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn returns_the_input() {
        check("string.value", "output", &[(json!({}), ""), (json!({ "input": "é" }), "é")]);
    }
}
