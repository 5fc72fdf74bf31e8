use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc =
        "Returns a Bool: the one that is written in the node, or the one that comes over a wire.";
    NodeInfo::value("logic.value", "Bool Value", doc)
        .input(Socket::bool("input", "Input", "The value."))
        .output(Socket::bool("output", "Output", "The same value."))
        .example_of("True", "output", &[(r#"{ "input": true }"#, "true")])
        .compute(|context| context.bool(0))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn returns_the_input() {
        check("logic.value", "output", &[(json!({}), "false"), (json!({ "input": true }), "true")]);
        assert_eq!(Bench::new("logic.value", json!({})).set("input", 1).read(), "type_mismatch");
    }
}
