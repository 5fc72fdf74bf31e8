use crate::example::ExampleOf as _;
use pulsewire_plugin::{Array, Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the values of a dictionary, in the order of its keys.";
    let example = r#"{ "dictionary": { "name": "ada", "age": 36 } }"#;
    NodeInfo::value("dictionary.values", "Get Dictionary Values", doc)
        .input(super::dictionary("The dictionary to read."))
        .output(super::dictionary("The same dictionary."))
        .output(Socket::array("values", "Values", "The values."))
        .example_of("The values of a message", "values", &[(example, r#"["ada",36]"#)])
        .run(|context| {
            let dictionary = context.dictionary(0)?.clone();
            let values: Array = dictionary.iter().map(|(_, value)| value.clone()).collect();
            context.set(0, dictionary);
            context.set(1, values);
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn values_keep_the_order_of_the_keys() {
        for (dictionary, values) in [(json!({ "z": 1, "a": [] }), "[1,[]]"), (json!({}), "[]")] {
            let attributes = json!({ "dictionary": dictionary });
            check("dictionary.values", "values", &[(attributes.clone(), values)]);
            check("dictionary.values", "dictionary", &[(attributes, &dictionary.to_string())]);
        }
    }
}
