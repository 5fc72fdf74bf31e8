use super::field_type::{FieldType, read_int, read_varint};
use super::layout::{self, Field, Layout, Length};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Binary, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Text, Value,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Reads the fields of a message from its bytes, as `layout` says. Bytes are not copied. All bytes must be \
               used: a last field of type rest takes those that are left.\n\
               Bytes that do not fit the layout leave by `on_error`. When `on_error` has no wire, or the node is only \
               read, the node fails with bad_message.";
    let cases = [(
        r#"{ "layout": [ { "name": "length", "type": "u16be" },
                              { "name": "text", "type": "string", "length": "length" } ],
                  "binary": "00026869" }"#,
        "hi",
    )];
    NodeInfo::value("binary.unpack", "Unpack", doc)
        .pulse_output("on_error", "OnError", "The bytes do not fit the layout; `error` says why.")
        .attribute(layout::attribute())
        .input(Socket::binary("binary", "Binary", "The bytes of the message."))
        .output(Socket::string(
            "error",
            "Error",
            "Why the last bytes do not fit; empty if they do.",
        ))
        .example_of("A text behind its length", "text", &cases)
        .create(|setup| Unpack::new(&setup))
        .dynamic_sockets(
            "An output of its type for each field of `layout`.",
            |attributes, sockets| {
                let layout = Layout::read(attributes, &RESERVED)?;
                let fields = layout.0.iter().map(|field| field.socket("The value of the field."));
                sockets.outputs.splice(0..0, fields);
                Ok(())
            },
        )
}

/// Ids of the other outputs of the node.
const RESERVED: [&str; 3] = ["pulse", "on_error", "error"];

const ON_ERROR: u32 = 1;

struct Unpack {
    layout: Layout,
    /// The numbers read so far, for lengths.
    numbers: Vec<i64>,
}

impl Unpack {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let layout = Layout::read(setup.attributes, &RESERVED);
        let layout = layout.map_err(|mistake| NodeError::new("bad_attribute", mistake.message))?;
        let numbers = vec![0; layout.0.len()];
        Ok(Self { layout, numbers })
    }

    fn read(&mut self, bytes: &Binary, context: &mut Context<'_>) -> Result<(), String> {
        // The position in bits.
        let (mut at, mut bits) = (0, 0);
        for (output, field) in self.layout.0.iter().enumerate() {
            let value = match field.of {
                FieldType::Bits(count) => {
                    let value =
                        read_bits(bytes, at * 8 + bits, count).ok_or_else(|| too_short(field))?;
                    bits += count as usize;
                    (at, bits) = (at + bits / 8, bits % 8);
                    Value::Int(value)
                }
                _ => {
                    let (value, used) = read_field(field, bytes, at, &self.numbers)?;
                    at += used;
                    value
                }
            };
            if let Value::Int(number) = value {
                self.numbers[output] = number;
            }
            context.set(output, value);
        }
        match bytes.len() - at {
            0 => Ok(()),
            more => Err(format!("{more} bytes follow the last field")),
        }
    }
}

/// The value of a field at a position, and how many bytes it takes.
fn read_field(
    field: &Field,
    bytes: &Binary,
    at: usize,
    numbers: &[i64],
) -> Result<(Value, usize), String> {
    let rest = &bytes[at..];
    let take = |count: usize| rest.get(..count).ok_or_else(|| too_short(field));
    let too_large = || format!("the number of the field {:?} does not fit in an Int", field.name);
    Ok(match field.of {
        FieldType::Int { bytes, signed, little } => {
            (Value::Int(read_int(take(bytes)?, signed, little).ok_or_else(too_large)?), bytes)
        }
        FieldType::Float { bytes, little } => {
            (Value::Float(read_float(take(bytes)?, little)), bytes)
        }
        FieldType::VarInt { zigzag } => {
            let found = read_varint(rest).map_err(|_| too_large())?;
            let (value, used) = found.ok_or_else(|| too_short(field))?;
            let value = match zigzag {
                true => (value >> 1).cast_signed() ^ -(value & 1).cast_signed(),
                false => i64::try_from(value).map_err(|_| too_large())?,
            };
            (Value::Int(value), used)
        }
        FieldType::Bytes | FieldType::Text | FieldType::Rest | FieldType::Bits(_) => {
            let count = match field.length {
                Length::OfType => rest.len(),
                Length::Fixed(count) => count,
                Length::Field(length) => usize::try_from(numbers[length]).unwrap_or(usize::MAX),
            };
            take(count)?;
            let part = bytes.clone().into_payload().slice(at..at + count);
            let value = match field.of {
                FieldType::Text => Value::String(
                    Text::from_payload(part)
                        .map_err(|why| format!("the field {:?} is not UTF-8: {why}", field.name))?,
                ),
                _ => Value::Binary(Binary::from(part)),
            };
            (value, count)
        }
    })
}

/// This many bits from a position in bits on.
fn read_bits(bytes: &[u8], from: usize, count: u32) -> Option<i64> {
    let bit = |at: usize| bytes.get(at / 8).map(|byte| i64::from(byte >> (7 - at % 8) & 1));
    (from..from + count as usize).try_fold(0, |sum, at| Some(sum << 1 | bit(at)?))
}

fn read_float(bytes: &[u8], little: bool) -> f64 {
    let whole = read_int(bytes, true, little).unwrap_or_default();
    match bytes.len() {
        4 => f64::from(f32::from_bits(u32::try_from(whole & 0xffff_ffff).unwrap_or_default())),
        _ => f64::from_bits(whole.cast_unsigned()),
    }
}

#[cold]
fn too_short(field: &Field) -> String {
    format!("the bytes end before the end of the field {:?}", field.name)
}

impl Node for Unpack {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let bytes = context.binary(0)?.clone();
        let error = self.layout.0.len();
        match self.read(&bytes, context) {
            Ok(()) => {
                context.set(error, Text::default());
                Ok(Flow::NEXT)
            }
            Err(why) => {
                context.set(error, why.as_str());
                Err(NodeError::new("bad_message", why).at_input(0).by_pulse(ON_ERROR))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value};
    use serde_json::{Value as Json, json};

    fn layout() -> Json {
        json!([
            { "name": "kind", "type": "bits:3" }, { "name": "wide", "type": "bits:13" },
            { "name": "small", "type": "i8" }, { "name": "large", "type": "u32le" },
            { "name": "half", "type": "f32le" }, { "name": "whole", "type": "f64be" },
            { "name": "length", "type": "varint" }, { "name": "text", "type": "string", "length": "length" },
            { "name": "sign", "type": "zigzag" }, { "name": "two", "type": "bytes", "length": 2 },
            { "name": "tail", "type": "rest" },
        ])
    }

    const NAMES: [&str; 11] = [
        "kind", "wide", "small", "large", "half", "whole", "length", "text", "sign", "two", "tail",
    ];

    fn packed() -> Binary {
        let attributes = json!({
            "layout": layout(), "kind": 5, "wide": 8191, "small": -1, "large": 4_000_000_000_u32, "half": -0.25,
            "whole": 1e300, "text": "é?", "sign": -70, "two": "0a0b", "tail": "ff00",
        });
        let mut pack = Bench::new("binary.pack", attributes);
        assert_eq!(pack.read(), "pulse");
        match pack.get("binary") {
            Value::Binary(bytes) => bytes.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let mut node = Bench::new("binary.unpack", json!({ "layout": layout() }));
        assert_eq!(node.set("binary", packed()).pulse(), "pulse");
        let found = NAMES.map(|name| node.text(name)).join(" ");
        assert_eq!(found, "5 8191 -1 4000000000 -0.25 1e300 3 é? -70 0a0b ff00");
    }

    #[test]
    fn bytes_that_do_not_fit_leave_by_on_error() {
        let mut node = Bench::new("binary.unpack", json!({ "layout": layout() }));
        let whole = packed();
        for cut in 0..whole.len() - 2 {
            let error = node.set("binary", Binary::from(&whole[..cut])).error();
            assert_eq!((error.code.as_ref(), error.pulse), ("bad_message", Some(1)), "{cut}");
            assert!(node.text("error").starts_with("the bytes end before the end of the field"));
        }
        let one = |of: &str| {
            Bench::new("binary.unpack", json!({ "layout": [{ "name": "a", "type": of }] }))
        };
        for (of, bytes, why) in [
            ("u8", &[1, 2, 3][..], "2 bytes follow the last field"),
            ("u64be", &[255; 8][..], "the number of the field \"a\" does not fit in an Int"),
            ("varint", &[255; 12][..], "the number of the field \"a\" does not fit in an Int"),
        ] {
            let mut node = one(of);
            assert_eq!(node.set("binary", Binary::from(bytes)).pulse(), "bad_message");
            assert_eq!(node.text("error"), why);
        }
        let hostile = json!([{ "name": "n", "type": "u32be" }, { "name": "a", "type": "bytes", "length": "n" }]);
        let mut node = Bench::new("binary.unpack", json!({ "layout": hostile }));
        assert_eq!(node.set("binary", Binary::from(&[255; 8][..])).pulse(), "bad_message");
    }
}
