use super::rules::{self, Rule};
use crate::{kinds, sockets};
use pulsewire_plugin::{
    Attribute, AttributeKind, Attributes, Context, Flow, Node, NodeError, NodeInfo, NodeType,
    Setup, Socket, Sockets, Text, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Makes a value of one type into one of another. There is a rule for every pair:\n\
               · Bool: true is 1 and \"true\"; a number is true unless it is 0.\n\
               · Int: a Float loses its fraction; a String is read as decimal digits; a Binary of up to 7 bytes \
               is an unsigned number, of 8 a signed one, the highest byte first.\n\
               · Float: a String is read as a decimal number; a Binary of 4 or 8 bytes as IEEE 754, the highest \
               byte first.\n\
               · String: as the Console prints it; a Binary is read as UTF-8; Arrays and Dictionaries become JSON.\n\
               · Binary: the other way round; a String as UTF-8, an Array of numbers 0 to 255 as bytes, a \
               Dictionary as JSON in UTF-8, an Int or a Float as 8 bytes, a Bool as one.\n\
               · Array: of one element, or read from JSON in a String, or the bytes of a Binary, or the pairs of \
               a Dictionary, each [key, value].\n\
               · Dictionary: with the one key `value`, or read from JSON in a String or a Binary, or from an \
               Array of pairs.\n\
               An Array of one element, and a Dictionary with the key `value`, become what these would.\n\
               A value for which the rule does not work goes out of `on_error`; with nothing wired there, or when \
               the node is only read, it fails with no_conversion.";
    let kinds =
        || AttributeKind::Choice(ValueType::ALL.map(|kind| kind.name().to_owned()).to_vec());
    let from = "The type of what comes in.";
    let to = "The type to make.";
    NodeInfo::value("convert.conversion", "Conversion", doc)
        .pulse_output(
            "on_error",
            "OnError",
            "There is no such value in the other type; `error` says why.",
        )
        .attribute(Attribute::new("input_data_type", "Input Data Type", kinds(), "Any", from))
        .attribute(Attribute::new("output_data_type", "Output Data Type", kinds(), "String", to))
        .input(Socket::new("input", "Input", ValueType::Any, "What to convert."))
        .output(Socket::new("output", "Output", ValueType::Any, "The same in the other type."))
        .output(Socket::new(
            "error",
            "Error",
            ValueType::String,
            "Why the last value had no conversion; or empty.",
        ))
        .example("Read a number from text", EXAMPLE, "43")
        .example("Text that is no number", FAILS, "\"four\" is no whole number such as 42")
        .create(|setup| Ok(Conversion::new(&setup)))
        .dynamic_sockets(
            "`input_data_type` is the type of `input`, `output_data_type` that of `output`.",
            of_data_types,
        )
}

fn of_data_types(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    sockets::retype(&mut sockets.inputs, attributes.kind("input_data_type"));
    sockets::retype(&mut sockets.outputs[..1], attributes.kind("output_data_type"));
    Ok(())
}

const ON_ERROR: u32 = 1;

struct Conversion {
    from: ValueType,
    rule: Rule,
}

impl Conversion {
    fn new(setup: &Setup<'_>) -> Self {
        let rule = rules::to(setup.attributes.kind("output_data_type"));
        Self { from: setup.attributes.kind("input_data_type"), rule }
    }

    fn convert(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        let value = kinds::check(context, 0, self.from)?;
        let output = (self.rule)(value);
        output.map_err(|why| NodeError::new("no_conversion", why).at_input(0))?.check_depth()
    }
}

impl Node for Conversion {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.convert(context) {
            Ok(output) => {
                context.set(0, output);
                context.set(1, Text::default());
                Ok(Flow::NEXT)
            }
            Err(error) => {
                context.set(1, error.message.as_str());
                Err(error.by_pulse(ON_ERROR))
            }
        }
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "number": { "type": "convert.conversion", "attributes": { "output_data_type": "Int", "input": " 42 " } },
    "next":   { "type": "math.increment" },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "number.output -> next.input",
    "next.output -> show.input"
  ]
}"#;

const FAILS: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "number": { "type": "convert.conversion", "attributes": { "output_data_type": "Int", "input": "four" } },
    "never":  { "type": "console.print" },
    "why":    { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> number.pulse",
    "number.pulse -> never.pulse",
    "number.output -> never.input",
    "number.on_error -> why.pulse",
    "number.error -> why.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value, ValueType, parse_json};
    use serde_json::json;

    fn node(from: ValueType, to: ValueType) -> Bench {
        let attributes = json!({ "input_data_type": from.name(), "output_data_type": to.name() });
        Bench::new("convert.conversion", attributes)
    }

    /// A value of each type that every other type has a counterpart of.
    fn one(kind: ValueType) -> Value {
        match kind {
            ValueType::Bool | ValueType::Any => Value::Bool(true),
            ValueType::Int => Value::Int(1),
            ValueType::Float => Value::Float(1.0),
            ValueType::String => Value::from("1"),
            ValueType::Binary => Value::from(Binary::from(&[1_u8][..])),
            ValueType::Array => parse_json("[1]").unwrap(),
            ValueType::Dictionary => parse_json(r#"{"value":1}"#).unwrap(),
        }
    }

    #[test]
    fn every_pair_of_types_has_a_rule() {
        // These want a text, bytes or pairs of a certain shape, which "1" and [1] have not.
        let shaped = [
            (ValueType::String, ValueType::Array),
            (ValueType::String, ValueType::Dictionary),
            (ValueType::Binary, ValueType::Float),
            (ValueType::Binary, ValueType::Dictionary),
            (ValueType::Array, ValueType::Dictionary),
        ];
        for from in ValueType::ALL {
            for to in ValueType::ALL {
                let mut node = node(from, to);
                let went = node.set("input", one(from)).pulse();
                let wanted = if shaped.contains(&(from, to)) { "no_conversion" } else { "pulse" };
                assert_eq!(went, wanted, "{from} to {to}");
                assert!(wanted != "pulse" || to.accepts(node.get("output")), "{from} to {to}");
            }
        }
    }

    #[test]
    fn a_failure_leaves_by_its_pulse_and_says_why() {
        let mut node = node(ValueType::Any, ValueType::Int);
        let error = node.set("input", "x").error();
        assert_eq!((error.code.as_ref(), error.pulse), ("no_conversion", Some(1)));
        assert_eq!(node.shown("error"), "\"x\" is no whole number such as 42");
        assert_eq!(node.set("input", Value::Null).pulse(), "no_conversion");
        assert_eq!(node.set("input", "7").pulse(), "pulse");
        assert_eq!((node.shown("output"), node.shown("error")), ("7".into(), String::new()));
    }

    #[test]
    fn what_is_not_of_the_input_type_is_a_mismatch() {
        let error = node(ValueType::Int, ValueType::String).set("input", "x").error();
        assert_eq!((error.code.as_ref(), error.pulse), ("type_mismatch", Some(1)));
    }
}
