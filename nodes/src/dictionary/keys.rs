use crate::example::ExampleOf as _;
use pulsewire_plugin::{Array, Flow, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the keys of a dictionary, in the order in which they were first set.";
    let example = r#"{ "dictionary": { "name": "ada", "age": 36 } }"#;
    NodeInfo::value("dictionary.keys", "Get Dictionary Keys", doc)
        .input(super::dictionary("The dictionary to read."))
        .output(super::dictionary("The same dictionary."))
        .output(Socket::array("keys", "Keys", "The keys: strings."))
        .example_of("The keys of a message", "keys", &[(example, r#"["name","age"]"#)])
        .run(|context| {
            let dictionary = context.dictionary(0)?.clone();
            let keys = dictionary.iter().map(|(key, _)| Value::String(key.clone()));
            context.set(1, Array::from_iter(keys));
            context.set(0, dictionary);
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn keys_keep_their_order() {
        for (dictionary, keys) in [(json!({ "z": 1, "a": 2 }), r#"["z","a"]"#), (json!({}), "[]")] {
            let attributes = json!({ "dictionary": dictionary });
            check("dictionary.keys", "keys", &[(attributes.clone(), keys)]);
            check("dictionary.keys", "dictionary", &[(attributes, &dictionary.to_string())]);
        }
    }
}
