use crate::text;
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Writes a value as JSON text (RFC 8259). Dictionaries keep the order of their keys.\n\
               Fails with no_json when the value holds a Binary, which JSON has not: convert it to a String \
               first.";
    let beautified = AttributeKind::Value(ValueType::Bool);
    let beautified = Attribute::new(
        "beautified",
        "Beautified",
        beautified,
        false,
        "Whether to write each element on a line of its own, indented.",
    );
    NodeInfo::value("json.stringify", "JSON Stringify", doc)
        .attribute(beautified)
        .input(Socket::new("input", "Input", ValueType::Any, "What to write."))
        .output(Socket::new("output", "Output", ValueType::String, "The JSON text."))
        .example("Build a message", EXAMPLE, "{\"name\":\"ada\",\"age\":36}")
        .create(|setup| Ok(Stringify { beautified: setup.attributes.bool("beautified") }))
}

struct Stringify {
    beautified: bool,
}

impl Node for Stringify {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let written = context.input(0).to_json(self.beautified);
        let written =
            written.map_err(|why| NodeError::new("no_json", why.to_string()).at_input(0))?;
        context.set(0, text::shared(written));
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "age":   { "type": "dictionary.set", "attributes": { "dictionary": { "name": "ada" }, "key": "age", "value": 36 } },
    "write": { "type": "json.stringify" },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "age.dictionary -> write.input",
    "write.output -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value};
    use serde_json::json;

    #[test]
    fn writes_on_one_line_or_on_many() {
        let mut node = Bench::new("json.stringify", json!({ "input": [1, "é"] }));
        assert_eq!((node.read(), node.shown("output")), ("pulse".into(), "[1,\"é\"]".into()));
        let mut node = Bench::new("json.stringify", json!({ "input": [1], "beautified": true }));
        assert_eq!((node.read(), node.shown("output")), ("pulse".into(), "[\n  1\n]".into()));
    }

    #[test]
    fn what_json_has_not_is_refused() {
        let mut node = Bench::new("json.stringify", json!({}));
        for value in [Value::from(Binary::default()), Value::Float(f64::NAN)] {
            let error = node.set("input", value).error();
            assert_eq!((error.code.as_ref(), error.input), ("no_json", Some(0)));
        }
    }
}
