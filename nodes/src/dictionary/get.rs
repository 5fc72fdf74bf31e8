use crate::example::ExampleOf as _;
use crate::sockets::{self, IfMissing};
use crate::types;
use pulsewire_plugin::{
    Attribute, Constants, Context, Dictionary, Flow, Node, NodeError, NodeInfo, NodeType, Setup,
    Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the value of a key of a dictionary.\n\
               Fails with missing_key when there is no such key, unless If Missing is default, and with \
               type_mismatch when the value is of another type than `data_type`.";
    let example = r#"{ "dictionary": { "name": "ada", "age": 36 }, "key": "age" }"#;
    let missing = r#"{ "dictionary": { "name": "ada" }, "key": "city", "if_missing": "default", "default": "unknown" }"#;
    NodeInfo::value("dictionary.get", "Get Dictionary Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(sockets::if_missing("key"))
        .input(super::dictionary("The dictionary to read."))
        .input(super::key("The key to look up."))
        .output(super::dictionary("The same dictionary."))
        .output(Socket::any("value", "Value", "The value of the key."))
        .output(Socket::bool("found", "Found", "Whether the key exists."))
        .example_of("A key that exists", "value", &[(example, "36")])
        .example_of("A key that may be missing", "value", &[(missing, "unknown")])
        .create(|setup| Ok(Get::new(&setup)))
        .dynamic_sockets(sockets::IF_MISSING, sockets::if_missing_sockets)
        .check_constants(check_key)
}

struct Get {
    kind: ValueType,
    missing: IfMissing,
}

impl Get {
    fn new(setup: &Setup<'_>) -> Self {
        Self { kind: setup.attributes.kind("data_type"), missing: IfMissing::of(setup) }
    }

    fn default(&self, context: &Context<'_>, dictionary: &Dictionary) -> Result<Value, NodeError> {
        match self.missing {
            IfMissing::Error => Err(missing_key(context.input(1), dictionary)),
            IfMissing::Default => types::coerce_input(context, 2, self.kind),
        }
    }
}

impl Node for Get {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let dictionary = context.dictionary(0)?.clone();
        let found = dictionary.get(context.text(1)?);
        let value = match found {
            Some(value) => types::coerce(value, self.kind).ok_or_else(|| {
                let what = format!("the value of {}", types::quote(context.input(1)));
                types::part_mismatch(&what, self.kind, value)
            })?,
            None => self.default(context, &dictionary)?,
        };
        context.set(2, found.is_some());
        context.set(1, value);
        context.set(0, dictionary);
        Ok(Flow::NEXT)
    }
}

/// Refuses a constant key that a constant dictionary does not have.
fn check_key(constants: &mut Constants<'_>) {
    if constants.attributes().text("if_missing") != "error" {
        return;
    }
    let (key, dictionary) = (constants.text("key"), constants.value("dictionary"));
    if let (Some(key), Some(Value::Dictionary(dictionary))) = (key, dictionary)
        && dictionary.get(&key).is_none()
    {
        constants.check("key", Err::<(), _>(missing_key(&Value::String(key), &dictionary)));
    }
}

#[cold]
fn missing_key(key: &Value, dictionary: &Dictionary) -> NodeError {
    let (key, more) = (types::quote(key), dictionary.len().saturating_sub(8));
    let keys: Vec<&str> = dictionary.iter().take(8).map(|(key, _)| key.as_str()).collect();
    let has = match (keys.is_empty(), more) {
        (true, _) => "which is empty".to_owned(),
        (false, 0) => format!("which has {}", keys.join(", ")),
        (false, more) => format!("which has {} and {more} more", keys.join(", ")),
    };
    NodeError::new("missing_key", format!("{key} is not in the dictionary, {has}")).at_input(1)
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::{Value as Json, json};

    #[test]
    fn returns_the_value_and_the_dictionary() {
        let attributes = json!({ "dictionary": { "a": 5 }, "key": "a", "data_type": "Float" });
        let mut node = Bench::new("dictionary.get", attributes);
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "5.0".into()));
        assert_eq!(
            (node.text("dictionary"), node.text("found")),
            (r#"{"a":5}"#.into(), "true".into())
        );
    }

    #[test]
    fn a_missing_key_is_reported() {
        let error = |dictionary: Json| {
            let attributes = json!({ "dictionary": dictionary, "key": "prize" });
            Bench::new("dictionary.get", attributes).error()
        };
        let one = error(json!({ "price": 1, "symbol": "x" }));
        assert_eq!((one.code.as_ref(), one.input), ("missing_key", Some(1)));
        assert_eq!(one.message, "\"prize\" is not in the dictionary, which has price, symbol");
        assert!(error(json!({})).message.ends_with("which is empty"));
        let many: serde_json::Map<_, _> = (0..10).map(|at| (format!("k{at}"), json!(at))).collect();
        assert!(error(many.into()).message.ends_with("k7 and 2 more"));
    }

    #[test]
    fn the_default_replaces_a_missing_value() {
        let attributes =
            json!({ "if_missing": "default", "data_type": "Int", "default": 9, "key": "a" });
        let mut node = Bench::new("dictionary.get", attributes);
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "9".into()));
        assert_eq!(node.text("found"), "false");
    }

    #[test]
    fn a_value_of_another_type_is_rejected() {
        let attributes = json!({ "dictionary": { "a": null }, "key": "a", "data_type": "Int" });
        let error = Bench::new("dictionary.get", attributes).error();
        assert_eq!(error.code, "type_mismatch");
        assert!(
            error.message.starts_with("the value of \"a\" is null, not an Int"),
            "{}",
            error.message
        );
    }
}
