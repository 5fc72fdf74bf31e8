use super::{Convert, to_array, to_binary, to_bool, to_dictionary, to_float, to_int, to_string};
use crate::types;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Text, Value,
    ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Converts a value to another type. Every pair of types has a rule:\n\
               · Bool: true is 1 and \"true\"; a number is true unless it is 0.\n\
               · Int: a Float loses its fraction; a String is parsed as decimal digits; a Binary of up to 7 bytes is \
               an unsigned number, of 8 bytes a signed one, in big-endian order.\n\
               · Float: a String is parsed as a decimal number; a Binary of 4 or 8 bytes is read as IEEE 754 in \
               big-endian order.\n\
               · String: as the Console prints it; a Binary is decoded as UTF-8; Arrays and Dictionaries become JSON.\n\
               · Binary: the reverse; a String in UTF-8, an Array of numbers 0 to 255 as bytes, a Dictionary as JSON in \
               UTF-8, an Int or a Float as 8 bytes, a Bool as one.\n\
               · Array: of one element, or parsed from JSON in a String, or the bytes of a Binary, or the pairs of a \
               Dictionary, each [key, value].\n\
               · Dictionary: with the single key `value`, or parsed from JSON in a String or a Binary, or from an Array \
               of pairs.\n\
               An Array of one element, and a Dictionary with the key `value`, convert like the value in it.\n\
               A value that cannot be converted leaves by `on_error`. When `on_error` has no wire, or the node is only \
               read, the node fails with no_conversion.";
    let all = &ValueType::ALL;
    let (input, output) = ("The type of the input.", "The type of the output.");
    let (any, string) = (ValueType::Any, ValueType::String);
    NodeInfo::value("convert.conversion", "Conversion", doc)
        .pulse_output("on_error", "OnError", "The value cannot be converted; `error` says why.")
        .attribute(Attribute::value_type("input_data_type", "Input Data Type", all, any, input))
        .attribute(Attribute::value_type(
            "output_data_type",
            "Output Data Type",
            all,
            string,
            output,
        ))
        .input(Socket::any("input", "Input", "The value to convert."))
        .output(Socket::any("output", "Output", "The converted value."))
        .output(Socket::string(
            "error",
            "Error",
            "Why the last value could not be converted; empty if it could.",
        ))
        .example("Parse a number", EXAMPLE, "43")
        .example("A string that is not a number", FAILS, "\"four\" is not an integer such as 42")
        .create(|setup| Ok(Conversion::new(&setup)))
        .dynamic_sockets(
            "`input_data_type` is the type of `input`, `output_data_type` that of `output`.",
            |attributes, sockets| {
                sockets.set_kind(&["input"], attributes.kind("input_data_type"));
                sockets.set_kind(&["output"], attributes.kind("output_data_type"));
                Ok(())
            },
        )
}

const ON_ERROR: u32 = 1;

struct Conversion {
    from: ValueType,
    convert: Convert,
}

impl Conversion {
    fn new(setup: &Setup<'_>) -> Self {
        let convert: Convert = match setup.attributes.kind("output_data_type") {
            ValueType::Bool => to_bool::convert,
            ValueType::Int => to_int::convert,
            ValueType::Float => to_float::convert,
            ValueType::String => to_string::convert,
            ValueType::Binary => to_binary::convert,
            ValueType::Array => to_array::convert,
            ValueType::Dictionary => to_dictionary::convert,
            ValueType::Any => |value| Ok(value.clone()),
        };
        Self { from: setup.attributes.kind("input_data_type"), convert }
    }

    fn convert(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        let value = types::coerce_input(context, 0, self.from)?;
        let output = (self.convert)(&value);
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

    /// A value of each type that converts to every other type, with the exceptions below.
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
        // These need text, bytes or pairs of a certain shape.
        let exceptions = [
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
                let wanted =
                    if exceptions.contains(&(from, to)) { "no_conversion" } else { "pulse" };
                assert_eq!(went, wanted, "{from} to {to}");
                assert!(wanted != "pulse" || to.accepts(node.get("output")), "{from} to {to}");
            }
        }
    }

    #[test]
    fn a_failure_leaves_by_on_error_and_says_why() {
        let mut node = node(ValueType::Any, ValueType::Int);
        let error = node.set("input", "x").error();
        assert_eq!((error.code.as_ref(), error.pulse), ("no_conversion", Some(1)));
        assert_eq!(node.text("error"), "\"x\" is not an integer such as 42");
        assert_eq!(node.set("input", Value::Null).pulse(), "no_conversion");
        assert_eq!(node.set("input", "7").pulse(), "pulse");
        assert_eq!((node.text("output"), node.text("error")), ("7".into(), String::new()));
    }

    #[test]
    fn the_input_has_the_input_type() {
        let mut node = node(ValueType::Float, ValueType::String);
        assert_eq!(node.set("input", 5).pulse(), "pulse");
        assert_eq!(node.text("output"), "5.0");
    }

    #[test]
    fn a_value_that_is_not_of_the_input_type_is_a_mismatch() {
        let error = node(ValueType::Int, ValueType::String).set("input", "x").error();
        assert_eq!((error.code.as_ref(), error.pulse), ("type_mismatch", Some(1)));
    }
}
