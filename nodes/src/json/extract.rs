use super::fields::{self, Field};
use super::path::{self, Path};
use super::selection::Selection;
use crate::types;
use pulsewire_plugin::{
    Array, Attribute, AttributeKind, Binary, Context, Flow, Node, NodeError, NodeInfo, NodeType,
    Setup, Socket, Text, Value, ValueType,
};
use serde_json::Value as Json;

pub(crate) fn node_type() -> NodeType {
    let doc = "Takes fields out of a JSON text, or out of a value that was parsed before. Each field has a name, which \
               becomes an output, and a path: `items[0].name`, or a query of RFC 9535, which begins with `$`. A query \
               that can select several values (`$.items[*].name`, `$..id`, `$.items[?@.price > 10]`) gives an Array of \
               them, in which there may be none; any other path gives the value itself. From a text only the fields \
               become values, in one pass.\n\
               A field that is not there, is null or is not of its type leaves by `missing`, unless it has a default; a \
               default does not stand in for a value of another type. When `missing` has no wire, or the node is only \
               read, the node fails with missing_field.\n\
               A text that is not JSON leaves by `not_json`. When that has no wire, the node fails with not_json.";
    let kind = AttributeKind::Value(ValueType::Dictionary);
    let fields = "The fields by name. Each is a path, or an object with `path`, `type` (Bool, Int, Float, String, Array, \
                  Dictionary or Any) and `default`: { \"id\": \"$.id\", \"name\": { \"path\": \"user.name\", \"type\": \
                  \"String\", \"default\": \"\" } }.";
    NodeInfo::value("json.extract", "JSON Extract", doc)
        .pulse_output("missing", "Missing", "A field is missing; `error` says which and why.")
        .pulse_output("not_json", "Not JSON", "The text is not JSON; `error` says why.")
        .attribute(Attribute::required("fields", "Fields", kind, fields))
        .input(Socket::any("input", "Input", "The JSON: a String, a Binary in UTF-8, or a value."))
        .output(Socket::string(
            "error",
            "Error",
            "What was wrong with the last input; empty if nothing.",
        ))
        .output(Socket::array(
            "missing_fields",
            "Missing Fields",
            "The names of the fields that were missing.",
        ))
        .example("Two fields of a message", EXAMPLE, "ada is 36")
        .example("A field is missing", WITHOUT_AGE, "`age` is not there")
        .create(|setup| Extract::new(&setup))
        .dynamic_sockets("An output of its type for each field.", |attributes, sockets| {
            let fields = fields::read(attributes)?;
            sockets.outputs.splice(0..0, fields.iter().map(Field::socket));
            Ok(())
        })
}

const MISSING: u32 = 1;
const NOT_JSON: u32 = 2;

struct Extract {
    fields: Vec<Field>,
    selection: Selection,
    has_queries: bool,
    /// The value of each field while it is looked for.
    found: Vec<Option<Value>>,
}

impl Extract {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let fields = fields::read(setup.attributes)
            .map_err(|mistake| NodeError::new("bad_attribute", mistake.message))?;
        let mut selection = Selection::default();
        for (slot, field) in fields.iter().enumerate() {
            if let Path::Steps(steps) = &field.path {
                selection.add(steps, slot);
            }
        }
        let has_queries = fields.iter().any(|field| matches!(field.path, Path::Query(_)));
        let found = vec![None; fields.len()];
        Ok(Self { fields, selection, has_queries, found })
    }

    fn find(&mut self, input: &Value) -> Result<(), NodeError> {
        self.found.fill(None);
        match input {
            Value::String(text) => self.find_in_text(text),
            Value::Binary(bytes) => self.find_in_text(&utf8(bytes)?),
            value => {
                self.selection.take(value, &mut self.found);
                if self.has_queries {
                    self.query(&serde_json::to_value(value).map_err(not_json)?);
                }
                Ok(())
            }
        }
    }

    fn find_in_text(&mut self, text: &Text) -> Result<(), NodeError> {
        self.selection.read(text, &mut self.found).map_err(not_json)?;
        if self.has_queries {
            self.query(&serde_json::from_str(text).map_err(not_json)?);
        }
        Ok(())
    }

    fn query(&mut self, json: &Json) {
        for (field, found) in self.fields.iter().zip(&mut self.found) {
            if let Path::Query(query) = &field.path {
                *found = Some(path::select(query, json));
            }
        }
    }

    /// Sets the outputs of all fields, and returns which are missing and why.
    fn set(&mut self, context: &mut Context<'_>) -> Vec<(usize, String)> {
        let mut missing = Vec::new();
        for (at, field) in self.fields.iter().enumerate() {
            let found = self.found[at].take().filter(|value| *value != Value::Null);
            let value = match (&found, &field.default) {
                (Some(value), _) => types::coerce(value, field.kind),
                (None, default) => default.clone(),
            };
            if value.is_none() {
                missing.push((at, field.why_missing(found.as_ref())));
            }
            context.set(at, value.unwrap_or_else(|| field.kind.zero()));
        }
        missing
    }
}

impl Field {
    #[cold]
    fn why_missing(&self, found: Option<&Value>) -> String {
        let name = &self.name;
        match found {
            None => format!("`{name}` is not there"),
            Some(value) => {
                let found = types::with_article(types::name(value));
                format!("`{name}` is {found}, not {}", types::with_article(self.kind.name()))
            }
        }
    }
}

#[cold]
fn not_json(why: impl std::fmt::Display) -> NodeError {
    NodeError::new("not_json", format!("is not JSON: {why}")).at_input(0).by_pulse(NOT_JSON)
}

fn utf8(bytes: &Binary) -> Result<Text, NodeError> {
    Text::from_payload(bytes.clone().into_payload()).map_err(not_json)
}

impl Node for Extract {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (error, names) = (self.fields.len(), self.fields.len() + 1);
        let input = context.input(0).clone();
        let found = self.find(&input);
        let missing = self.set(context);
        if let Err(why) = found {
            context.set(error, why.message.as_str());
            context.set(names, Array::default());
            return Err(why);
        }
        if missing.is_empty() {
            context.set(error, Text::default());
            context.set(names, Array::default());
            return Ok(Flow::NEXT);
        }
        let name = |(at, _): &(usize, String)| Value::text(&self.fields[*at].name);
        context.set(names, missing.iter().map(name).collect::<Array>());
        let why: Vec<String> = missing.into_iter().map(|(_, why)| why).collect();
        let why = why.join(", ");
        context.set(error, why.as_str());
        Err(NodeError::new("missing_field", why).at_input(0).by_pulse(MISSING))
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "read":  { "type": "json.extract",
               "attributes": { "fields": { "name": "user.name", "age": { "path": "$.user.age", "type": "Int" } },
                               "input": "{ \"user\": { \"name\": \"ada\", \"age\": 36 } }" } },
    "text":  { "type": "string.format",
               "attributes": { "pattern": "{name} is {age}", "parameters": ["name", "age"] } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> read.pulse",
    "read.pulse -> show.pulse",
    "read.name -> text.name",
    "read.age -> text.age",
    "text.formatted -> show.input"
  ]
}"#;

const WITHOUT_AGE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "read":  { "type": "json.extract",
               "attributes": { "fields": { "name": "user.name", "age": "user.age" },
                               "input": "{ \"user\": { \"name\": \"ada\" } }" } },
    "never": { "type": "console.print" },
    "why":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> read.pulse",
    "read.pulse -> never.pulse",
    "read.age -> never.input",
    "read.missing -> why.pulse",
    "read.error -> why.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value, parse_json};
    use serde_json::json;

    fn node() -> Bench {
        let fields = json!({
            "id": "$.id",
            "name": { "path": "result.items[0].name", "type": "String", "default": "nobody" },
            "ratio": { "path": "ratio", "type": "Float", "default": 0.5 },
            "all": "$..name",
        });
        Bench::new("json.extract", json!({ "fields": fields }))
    }

    fn outputs(node: &Bench) -> String {
        ["id", "name", "ratio", "all", "missing_fields"].map(|id| node.text(id)).join(" ")
    }

    #[test]
    fn text_binary_and_value_give_the_same() {
        let text = r#"{"id":7,"ratio":2,"result":{"items":[{"name":"ada"},{"name":"bob"}]}}"#;
        let binary = Binary::from(text.as_bytes());
        for input in [Value::from(text), binary.into(), parse_json(text).unwrap()] {
            let mut node = node();
            assert_eq!(node.set("input", input).pulse(), "pulse");
            assert_eq!(outputs(&node), r#"7 ada 2.0 ["ada","bob"] []"#);
            assert_eq!(node.text("error"), "");
        }
    }

    #[test]
    fn a_field_that_is_null_or_of_another_type_is_missing() {
        let mut node = node();
        let error = node.set("input", r#"{"id":null,"result":null}"#).error();
        assert_eq!((error.code.as_ref(), error.pulse), ("missing_field", Some(1)));
        assert_eq!(node.text("error"), "`id` is not there");
        assert_eq!(outputs(&node), r#"null nobody 0.5 [] ["id"]"#);
        let input = r#"{"result":{"items":[{"name":1}]},"ratio":"x"}"#;
        assert_eq!(node.set("input", input).pulse(), "missing_field");
        let why =
            "`id` is not there, `name` is an Int, not a String, `ratio` is a String, not a Float";
        assert_eq!(node.text("error"), why);
        assert_eq!(outputs(&node), r#"null  0.0 [1] ["id","name","ratio"]"#);
        assert_eq!(node.set("input", r#"{"id":1}"#).pulse(), "pulse");
        assert_eq!(
            (node.text("error"), outputs(&node)),
            (String::new(), "1 nobody 0.5 [] []".into())
        );
    }

    #[test]
    fn what_is_not_json_leaves_by_its_pulse() {
        let mut node = node();
        for input in [Value::from("{\"id\":1"), Binary::from(&b"\"\xff\""[..]).into()] {
            let error = node.set("input", input).error();
            assert_eq!((error.code.as_ref(), error.pulse), ("not_json", Some(2)));
            assert_ne!(node.text("error"), "");
        }
        assert_eq!(node.set("input", Value::Null).pulse(), "missing_field");
    }

    #[test]
    fn the_attribute_is_checked() {
        let why = Bench::creation_error("json.extract", json!({ "fields": { "a": "$[" } }));
        assert!(why.starts_with("field \"a\": the path \"$[\" is wrong at character"), "{why}");
    }
}
