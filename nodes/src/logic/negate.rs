use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns false for true and true for false.";
    NodeInfo::value("logic.negate", "Negate", doc)
        .input(Socket::bool("input", "Input", "The value to negate."))
        .output(Socket::bool("output", "Output", "The opposite of the input."))
        .example_of("Not true", "output", &[(r#"{ "input": true }"#, "false")])
        .compute(|context| Ok(!context.bool(0)?))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn negates_the_input() {
        let cases = [(json!({}), "true"), (json!({ "input": true }), "false")];
        check("logic.negate", "output", &cases);
    }
}
