use pulsewire_plugin::{
    Array, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Lists the keys of a dictionary, in the order in which they were first set.";
    NodeInfo::value("dictionary.keys", "Get Dictionary Keys", doc)
        .input(super::dictionary("Where to look."))
        .output(super::dictionary("The same dictionary."))
        .output(Socket::new("keys", "Keys", ValueType::Array, "The keys: strings."))
        .example("What a message has", EXAMPLE, "[\"name\",\"age\"]")
        .create(|_| Ok(Keys))
}

struct Keys;

impl Node for Keys {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let dictionary = context.dictionary(0)?.clone();
        let keys: Array = dictionary.iter().map(|(key, _)| Value::String(key.clone())).collect();
        context.set(0, dictionary);
        context.set(1, keys);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "keys":  { "type": "dictionary.keys", "attributes": { "dictionary": { "name": "ada", "age": 36 } } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "keys.keys -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn keys_come_in_their_order() {
        for (dictionary, keys) in [(json!({ "z": 1, "a": 2 }), r#"["z","a"]"#), (json!({}), "[]")] {
            let mut node = Bench::new("dictionary.keys", json!({ "dictionary": dictionary }));
            assert_eq!((node.read(), node.shown("keys")), ("pulse".into(), keys.into()));
            assert_eq!(node.shown("dictionary"), dictionary.to_string());
        }
    }
}
