use super::field_type::{FieldType, write_int, write_varint};
use super::layout::{self, Field, Layout, Length};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Binary, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Value,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Writes values as the bytes of a message, field by field as `layout` says. A field that holds the length of \
               another is filled in.\n\
               Fails with too_large when a number or length does not fit in its field, with bad_length when bytes or a \
               text are not of the fixed length.";
    let cases = [(
        r#"{ "layout": [ { "name": "kind", "type": "bits:4" }, { "name": "flags", "type": "bits:4" },
                              { "name": "length", "type": "u16be" },
                              { "name": "text", "type": "string", "length": "length" } ],
                  "kind": 3, "flags": 1, "text": "hi" }"#,
        "3100026869",
    )];
    NodeInfo::value("binary.pack", "Pack", doc)
        .attribute(layout::attribute())
        .output(Socket::binary("binary", "Binary", "The bytes of the message."))
        .example_of("A header and a text", "binary", &cases)
        .create(|setup| Pack::new(&setup))
        .dynamic_sockets(
            "An input of its type for each field of `layout`, but those that hold the length of another.",
            |attributes, sockets| {
                let layout = Layout::read(attributes, &RESERVED)?;
                let fields = layout.0.iter().filter(|field| field.measures.is_none());
                sockets.inputs.extend(fields.map(|field| field.socket("The value of the field.")));
                Ok(())
            },
        )
}

/// Ids of the other inputs and attributes of the node.
const RESERVED: [&str; 4] = ["pulse", "enabled", "pulse_pass_through", "layout"];

struct Pack {
    layout: Layout,
    /// The input of each field.
    inputs: Vec<Option<usize>>,
    /// Memory that is used again.
    bytes: Vec<u8>,
}

impl Pack {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let layout = Layout::read(setup.attributes, &RESERVED);
        let layout = layout.map_err(|mistake| NodeError::new("bad_attribute", mistake.message))?;
        let mut next = 0..;
        let input = |field: &Field| if field.measures.is_none() { next.next() } else { None };
        let inputs = layout.0.iter().map(input).collect();
        Ok(Self { layout, inputs, bytes: Vec::new() })
    }

    fn write(&self, context: &Context<'_>, out: &mut Vec<u8>) -> Result<(), NodeError> {
        let (mut bits, mut count) = (0_u64, 0);
        for (at, field) in self.layout.0.iter().enumerate() {
            let input = self.inputs[at].unwrap_or_default();
            let FieldType::Bits(width) = field.of else {
                self.write_field(context, at, out)?;
                continue;
            };
            let value = self.number(context, at)?;
            let value = u64::try_from(value).ok().filter(|value| value >> width == 0);
            bits = (bits << width) | value.ok_or_else(|| too_large(field, input))?;
            count += width;
            while count >= 8 {
                count -= 8;
                out.push((bits >> count).to_le_bytes()[0]);
            }
            bits &= (1 << count) - 1;
        }
        Ok(())
    }

    fn write_field(
        &self,
        context: &Context<'_>,
        at: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), NodeError> {
        let field = &self.layout.0[at];
        let input = self.inputs[at].unwrap_or_default();
        match field.of {
            FieldType::Int { bytes, signed, little } => {
                let value = self.number(context, at)?;
                write_int(out, value, bytes, signed, little)
                    .ok_or_else(|| too_large(field, input))?;
            }
            FieldType::VarInt { zigzag } => {
                let value = self.number(context, at)?;
                let value = match zigzag {
                    true => ((value << 1) ^ (value >> 63)).cast_unsigned(),
                    false => u64::try_from(value).map_err(|_| too_large(field, input))?,
                };
                write_varint(out, value);
            }
            FieldType::Float { bytes, little } => {
                write_float(out, context.float(input)?, bytes, little);
            }
            _ => {
                let value = content(context, input)?;
                if let Length::Fixed(wanted) = field.length
                    && value.len() != wanted
                {
                    let why =
                        format!("field {:?} wants {wanted} bytes, got {}", field.name, value.len());
                    return Err(NodeError::new("bad_length", why).at_input(input));
                }
                out.extend_from_slice(value);
            }
        }
        Ok(())
    }

    /// The number of a field: its input, or the length of the field that it measures.
    fn number(&self, context: &Context<'_>, at: usize) -> Result<i64, NodeError> {
        match self.layout.0[at].measures {
            None => context.int(self.inputs[at].unwrap_or_default()),
            Some(measured) => {
                let bytes = content(context, self.inputs[measured].unwrap_or_default())?;
                Ok(i64::try_from(bytes.len()).unwrap_or(i64::MAX))
            }
        }
    }
}

fn content<'a>(context: &'a Context<'_>, input: usize) -> Result<&'a [u8], NodeError> {
    match context.input(input) {
        Value::String(text) => Ok(text.as_bytes()),
        _ => Ok(context.binary(input)?),
    }
}

/// A Float of 4 bytes is rounded.
#[allow(clippy::cast_possible_truncation)]
fn write_float(out: &mut Vec<u8>, value: f64, bytes: usize, little: bool) {
    match (bytes, little) {
        (4, true) => out.extend_from_slice(&(value as f32).to_le_bytes()),
        (4, false) => out.extend_from_slice(&(value as f32).to_be_bytes()),
        (_, true) => out.extend_from_slice(&value.to_le_bytes()),
        (_, false) => out.extend_from_slice(&value.to_be_bytes()),
    }
}

#[cold]
fn too_large(field: &Field, input: usize) -> NodeError {
    let why = match field.measures {
        None => format!("the number does not fit in the field {:?}", field.name),
        Some(_) => format!("the length does not fit in the field {:?}", field.name),
    };
    let error = NodeError::new("too_large", why);
    if field.measures.is_none() { error.at_input(input) } else { error }
}

impl Node for Pack {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        let written = self.write(context, &mut bytes);
        context.set(0, Binary::from(bytes.as_slice()));
        self.bytes = bytes;
        written?;
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::{Value as Json, json};

    fn one(of: &str, value: impl Into<Json>) -> Json {
        json!({ "layout": [{ "name": "a", "type": of }], "a": value.into() })
    }

    #[test]
    fn every_type_is_written() {
        check(
            "binary.pack",
            "binary",
            &[
                (one("u8", 255), "ff"),
                (one("i16le", -2), "feff"),
                (one("u24be", 0x01_02_03), "010203"),
                (one("u64be", i64::MAX), "7fffffffffffffff"),
                (one("f32be", 1.5), "3fc00000"),
                (one("f64le", 1), "000000000000f03f"),
                (one("varint", 300), "ac02"),
                (one("zigzag", -3), "05"),
                (one("rest", "cafe"), "cafe"),
                (one("u8", 256), "too_large"),
                (one("u8", -1), "too_large"),
                (one("varint", -1), "too_large"),
                (json!({ "layout": [] }), ""),
            ],
        );
    }

    #[test]
    fn bits_fill_bytes_from_the_top() {
        let layout = json!([
            { "name": "a", "type": "bits:1" }, { "name": "b", "type": "bits:12" }, { "name": "c", "type": "bits:3" },
            { "name": "d", "type": "bits:32" },
        ]);
        let of = |b: i64| json!({ "layout": layout, "a": 1, "b": b, "c": 5, "d": 0xdead_beef_u32 });
        let cases = [(of(0xabc), "d5e5deadbeef"), (of(0x1000), "too_large"), (of(-1), "too_large")];
        check("binary.pack", "binary", &cases);
    }

    #[test]
    fn lengths_are_filled_in_and_checked() {
        let layout = json!([
            { "name": "n", "type": "u8" }, { "name": "text", "type": "string", "length": "n" },
            { "name": "fixed", "type": "bytes", "length": 2 },
        ]);
        let attributes = json!({ "layout": layout, "text": "é", "fixed": "0102" });
        check("binary.pack", "binary", &[(attributes.clone(), "02c3a90102")]);
        let mut node = Bench::new("binary.pack", attributes);
        let error = node.set("text", "x".repeat(256)).error();
        assert_eq!((error.code.as_ref(), error.input), ("too_large", None));
        assert_eq!(error.message, "the length does not fit in the field \"n\"");
        let short = json!({ "layout": layout, "fixed": "01" });
        check("binary.pack", "binary", &[(short, "bad_length")]);
    }
}
