use pulsewire_plugin::{
    Attribute, BigNumbers, Context, Flow, JsonError, Node, NodeError, NodeInfo, NodeType, Setup,
    Socket, Text, Value, parse_json_with,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Parses a JSON text (RFC 8259). Objects become dictionaries, numbers without fraction and exponent \
               become Ints, all others Floats.\n\
               A text that is not JSON leaves by `on_error`, and so does one with a whole number beyond 64 bits unless \
               `big_numbers` says otherwise. When `on_error` has no wire, or the node is only read, the node fails with \
               not_json or big_number.";
    NodeInfo::value("json.parse", "JSON Parse", doc)
        .pulse_output("on_error", "OnError", "The text cannot be read; `error` says why.")
        .attribute(Attribute::choice(
            "big_numbers",
            "Big Numbers",
            &["error", "float", "string"],
            "What becomes of a whole number that does not fit in an Int (64 bits): error fails, float makes a Float, \
             which has about 16 exact digits, string makes a String of its digits.",
        ))
        .input(Socket::string("input", "Input", "The JSON text."))
        .output(Socket::any("output", "Output", "The parsed value."))
        .output(Socket::bool("is_array", "Is Array", "Whether the value is an array."))
        .output(Socket::string("error", "Error", "Why the last text is not JSON; empty if it is."))
        .example("Read a value from a message", EXAMPLE, "18.5")
        .example("Report an invalid message", FAILS, "expected value at line 1 column 2")
        .example("Keep a number of more than 64 bits", BIG, "18446744073709551615")
        .create(|setup| Ok(Parse { big_numbers: rule(&setup) }))
}

const ON_ERROR: u32 = 1;

struct Parse {
    big_numbers: BigNumbers,
}

fn rule(setup: &Setup<'_>) -> BigNumbers {
    match setup.attributes.text("big_numbers") {
        "float" => BigNumbers::Float,
        "string" => BigNumbers::String,
        _ => BigNumbers::Error,
    }
}

impl Node for Parse {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let why = match parse_json_with(context.text(0)?, self.big_numbers) {
            Ok(output) => {
                context.set(1, matches!(output, Value::Array(_)));
                context.set(0, output);
                context.set(2, Text::default());
                return Ok(Flow::NEXT);
            }
            Err(why) => why,
        };
        context.set(2, why.to_string());
        let error = match why {
            JsonError::Json(why) => NodeError::new("not_json", format!("is not JSON: {why}")),
            JsonError::BigNumber(why) => {
                let why = format!("has a big number: {why}; set `big_numbers` to string or float");
                NodeError::new("big_number", why)
            }
        };
        Err(error.at_input(0).by_pulse(ON_ERROR))
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

const BIG: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "read":  { "type": "json.parse", "attributes": {
      "input": "{ \"id\": 18446744073709551615 }", "big_numbers": "string"
    } },
    "field": { "type": "dictionary.get", "attributes": { "key": "id" } },
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
    fn big_numbers_follow_the_rule() {
        let text = r#"{"id":18446744073709551615,"zero":-0}"#;
        let node =
            |rule: &str| Bench::new("json.parse", json!({ "input": text, "big_numbers": rule }));
        let error = node("error").error();
        assert_eq!((error.code.as_ref(), error.pulse), ("big_number", Some(1)));
        for (rule, read) in [
            ("float", r#"{"id":1.8446744073709552e19,"zero":0}"#),
            ("string", r#"{"id":"18446744073709551615","zero":0}"#),
        ] {
            let mut node = node(rule);
            assert_eq!((node.pulse(), node.text("output")), ("pulse".into(), read.into()));
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
