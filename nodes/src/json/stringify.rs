use crate::example::ExampleOf as _;
use crate::text;
use pulsewire_plugin::{Attribute, Context, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Writes a value as JSON text (RFC 8259). Dictionaries keep the order of their keys.\n\
               Fails with no_json when the value contains a Binary, which JSON does not have: convert it to a String \
               first.";
    let beautified = "Whether to indent the text, with each element on a line of its own.";
    let example = r#"{ "input": { "name": "ada", "age": 36 } }"#;
    NodeInfo::value("json.stringify", "JSON Stringify", doc)
        .attribute(Attribute::bool("beautified", "Beautified", false, beautified))
        .input(Socket::any("input", "Input", "The value to write."))
        .output(Socket::string("output", "Output", "The JSON text."))
        .example_of("Write a message", "output", &[(example, r#"{"name":"ada","age":36}"#)])
        .compute_with(|setup| {
            let beautified = setup.attributes.bool("beautified");
            move |context: &mut Context<'_>| match context.input(0).to_json(beautified) {
                Ok(written) => Ok(text::into_text(written)),
                Err(why) => Err(NodeError::new("no_json", why.to_string()).at_input(0)),
            }
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value};
    use serde_json::json;

    #[test]
    fn writes_one_line_or_indented() {
        let mut node = Bench::new("json.stringify", json!({ "input": [1, "é"] }));
        assert_eq!((node.read(), node.text("output")), ("pulse".into(), "[1,\"é\"]".into()));
        let mut node = Bench::new("json.stringify", json!({ "input": [1], "beautified": true }));
        assert_eq!((node.read(), node.text("output")), ("pulse".into(), "[\n  1\n]".into()));
    }

    #[test]
    fn a_number_is_written_as_the_console_prints_it() {
        let mut node = Bench::new("json.stringify", json!({}));
        for (number, wanted) in [(1e16, "1e16"), (1e21, "1e21"), (0.1, "0.1"), (-0.0, "-0.0")] {
            let number = Value::Float(number);
            assert_eq!(number.to_string(), wanted);
            assert_eq!(node.set("input", number).read(), "pulse");
            assert_eq!(node.text("output"), wanted);
        }
    }

    #[test]
    fn values_that_json_cannot_hold_are_rejected() {
        let mut node = Bench::new("json.stringify", json!({}));
        for value in [Value::from(Binary::default()), Value::Float(f64::NAN)] {
            let error = node.set("input", value).error();
            assert_eq!((error.code.as_ref(), error.input), ("no_json", Some(0)));
        }
    }
}
