use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a dictionary: the one that is written in the node, or the one that comes over a wire.";
    let example = r#"{ "input": { "name": "ada", "age": 36 } }"#;
    NodeInfo::value("dictionary.value", "Dictionary Value", doc)
        .input(Socket::dictionary("input", "Input", "The dictionary."))
        .output(Socket::dictionary("output", "Output", "The same dictionary."))
        .example_of("A person", "output", &[(example, r#"{"name":"ada","age":36}"#)])
        .compute(|context| Ok(context.dictionary(0)?.clone()))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn returns_the_input() {
        let cases = [(json!({}), "{}"), (json!({ "input": { "a": [1] } }), r#"{"a":[1]}"#)];
        check("dictionary.value", "output", &cases);
    }
}
