use pulsewire_plugin::{
    Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Text, Value, parse_json,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Parses a JSON text (RFC 8259). Objects become dictionaries, numbers without fraction and exponent \
               become Ints, all others Floats.\n\
               A text that is not JSON leaves by `on_error`. When `on_error` has no wire, or the node is only read, \
               the node fails with not_json.";
    NodeInfo::value("json.parse", "JSON Parse", doc)
        .pulse_output("on_error", "OnError", "The text is not JSON; `error` says why.")
        .input(Socket::string("input", "Input", "The JSON text."))
        .output(Socket::any("output", "Output", "The parsed value."))
        .output(Socket::bool("is_array", "Is Array", "Whether the value is an array."))
        .output(Socket::string("error", "Error", "Why the last text is not JSON; empty if it is."))
        .example("Read a value from a message", EXAMPLE, "18.5")
        .example("Report an invalid message", FAILS, "expected value at line 1 column 2")
        .create(|_| Ok(Parse))
}

const ON_ERROR: u32 = 1;

struct Parse;

impl Node for Parse {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let why = match parse_json(context.text(0)?) {
            Ok(output) => {
                context.set(1, matches!(output, Value::Array(_)));
                context.set(0, output);
                context.set(2, Text::default());
                return Ok(Flow::NEXT);
            }
            Err(why) => why.to_string(),
        };
        context.set(2, why.as_str());
        Err(NodeError::new("not_json", format!("is not JSON: {why}"))
            .at_input(0)
            .by_pulse(ON_ERROR))
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "read":  { "type": "json.parse", "attributes": { "input": "{ \"celsius\": 18.5 }" } },
    "field": { "type": "dictionary.get", "attributes": { "key": "celsius" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> read.pulse",
    "read.output -> field.dictionary",
    "read.pulse -> show.pulse",
    "field.value -> show.input"
  ]
}"#;

const FAILS: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "read":  { "type": "json.parse", "attributes": { "input": "[oops]" } },
    "never": { "type": "console.print" },
    "why":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> read.pulse",
    "read.pulse -> never.pulse",
    "read.output -> never.input",
    "read.on_error -> why.pulse",
    "read.error -> why.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn distinguishes_arrays_from_other_values() {
        let mut node = Bench::new("json.parse", json!({}));
        for (text, is_array) in [("[1,2.0]", "true"), ("{\"a\":null}", "false"), ("3", "false")] {
            assert_eq!(node.set("input", text).pulse(), "pulse");
            assert_eq!(
                (node.text("output"), node.text("is_array")),
                (text.into(), is_array.into())
            );
        }
    }

    #[test]
    fn a_failure_says_where_and_leaves_by_on_error() {
        let mut node = Bench::new("json.parse", json!({ "input": "[oops]" }));
        let error = node.error();
        assert_eq!((error.code.as_ref(), error.pulse, error.input), ("not_json", Some(1), Some(0)));
        assert_eq!(node.text("error"), "expected value at line 1 column 2");
        node.set("input", "1").pulse();
        assert_eq!(node.text("error"), "");
        for text in ["", "{} {}", "1e999", "{\"a\":1,}"] {
            assert_eq!(node.set("input", text).pulse(), "not_json", "{text}");
        }
        let deep = "[".repeat(200);
        assert_eq!(node.set("input", deep.as_str()).pulse(), "not_json");
    }
}
