use crate::types;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket, Value, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a dictionary with one key set. The input dictionary stays unchanged; without one, the result is \
               a new dictionary. A new key is added at the end, a known one keeps its place.";
    NodeInfo::value("dictionary.set", "Set Dictionary Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .input(super::dictionary("The dictionary to change; empty without a wire."))
        .input(super::key("The key to set."))
        .input(Socket::any("value", "Value", "The value of the key."))
        .output(super::dictionary("The dictionary with the key."))
        .example("Build a message", EXAMPLE, "{\"name\":\"ada\",\"age\":36}")
        .compute_with(|setup| {
            let kind = setup.attributes.kind("data_type");
            move |context: &mut Context<'_>| {
                let (key, value) =
                    (context.text(1)?.clone(), types::coerce_input(context, 2, kind)?);
                let mut dictionary = context.dictionary(0)?.clone();
                dictionary.set(key, value);
                Value::from(dictionary).check_depth()
            }
        })
        .apply_data_type(&["value"])
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
        assert_eq!((node.read(), node.text("dictionary")), ("pulse".into(), wanted.into()));
        node.set("key", "").read();
        assert_eq!(node.text("dictionary"), r#"{"a":1,"b":2,"":"x"}"#);
    }

    #[test]
    fn the_value_is_of_the_data_type() {
        let mut node = Bench::new("dictionary.set", json!({ "data_type": "Bool" }));
        let error = node.set("value", 1).error();
        assert_eq!((error.code.as_ref(), error.input), ("type_mismatch", Some(2)));
    }
}
