use crate::example::ExampleOf as _;
use pulsewire_plugin::{Dictionary, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an empty dictionary. The input dictionary stays unchanged.";
    let empty =
        Socket::dictionary("empty_dictionary", "Empty Dictionary", "A dictionary without keys.");
    NodeInfo::value("dictionary.clear", "Clear Dictionary", doc)
        .input(super::dictionary("The dictionary to clear."))
        .output(empty)
        .example_of(
            "Nothing is left",
            "empty_dictionary",
            &[(r#"{ "dictionary": { "a": 1 } }"#, "{}")],
        )
        .compute(|context| context.dictionary(0).map(|_| Dictionary::default()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_result_is_empty() {
        let cases = [(json!({}), "{}"), (json!({ "dictionary": { "a": 1 } }), "{}")];
        check("dictionary.clear", "empty_dictionary", &cases);
        let mut node = Bench::new("dictionary.clear", json!({}));
        assert_eq!(node.set("dictionary", 1).read(), "type_mismatch");
    }
}
