use crate::{kinds, sockets};
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Gives a dictionary with one key set; the dictionary that came in stays as it is. A new key comes \
               last, a known one keeps its place. Without a dictionary it begins a new one.";
    NodeInfo::value("dictionary.set", "Set Dictionary Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .input(super::dictionary("The dictionary to begin with; empty without a wire."))
        .input(super::key("Which key to set."))
        .input(Socket::new("value", "Value", ValueType::Any, "The value of the key."))
        .output(super::dictionary("The dictionary with the key."))
        .example("Put a message together", EXAMPLE, "{\"name\":\"ada\",\"age\":36}")
        .create(|setup| Ok(Set { kind: setup.attributes.kind("data_type") }))
        .dynamic_sockets("`data_type` is the type of `value`.", |attributes, sockets| {
            sockets::retype(&mut sockets.inputs[2..], attributes.kind("data_type"));
            Ok(())
        })
}

struct Set {
    kind: ValueType,
}

impl Node for Set {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (key, value) = (context.text(1)?.clone(), kinds::input(context, 2, self.kind)?);
        let mut dictionary = context.dictionary(0)?.clone();
        dictionary.set(key, value);
        context.set(0, Value::from(dictionary).check_depth()?);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "name":  { "type": "dictionary.set", "attributes": { "key": "name", "value": "ada" } },
    "age":   { "type": "dictionary.set", "attributes": { "key": "age", "value": 36 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "name.dictionary -> age.dictionary",
    "age.dictionary -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn a_known_key_keeps_its_place() {
        let attributes = json!({ "dictionary": { "a": 1, "b": 2 }, "key": "a", "value": "x" });
        let mut node = Bench::new("dictionary.set", attributes);
        let wanted = r#"{"a":"x","b":2}"#;
        assert_eq!((node.read(), node.shown("dictionary")), ("pulse".into(), wanted.into()));
        node.set("key", "").read();
        assert_eq!(node.shown("dictionary"), r#"{"a":1,"b":2,"":"x"}"#);
    }

    #[test]
    fn the_value_is_of_the_data_type() {
        let mut node = Bench::new("dictionary.set", json!({ "data_type": "Bool" }));
        let error = node.set("value", 1).error();
        assert_eq!((error.code.as_ref(), error.input), ("type_mismatch", Some(2)));
    }
}
