use crate::example::ExampleOf as _;
use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the number of keys of a dictionary.";
    let example = r#"{ "dictionary": { "name": "ada", "age": 36 } }"#;
    NodeInfo::value("dictionary.size", "Size of Dictionary", doc)
        .input(super::dictionary("The dictionary to measure."))
        .output(super::dictionary("The same dictionary."))
        .output(Socket::int("size", "Size", "The number of keys."))
        .example_of("Count two keys", "size", &[(example, "2")])
        .run(|context| {
            let dictionary = context.dictionary(0)?.clone();
            context.set(1, i64::try_from(dictionary.len()).unwrap_or(i64::MAX));
            context.set(0, dictionary);
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn counts_the_keys() {
        for (dictionary, size) in [(json!({}), "0"), (json!({ "": 1, "é": { "a": 1 } }), "2")] {
            let attributes = json!({ "dictionary": dictionary });
            check("dictionary.size", "size", &[(attributes.clone(), size)]);
            check("dictionary.size", "dictionary", &[(attributes, &dictionary.to_string())]);
        }
    }
}
