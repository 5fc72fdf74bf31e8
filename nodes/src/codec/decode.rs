use super::bytes::{binary, bytes_at, string, text_at};
use super::compression::{self, Format};
use super::encode::{FORMATS, delimiter, header, layout};
use super::rows::{self, Layout};
use super::{packed, percent};
use crate::example::ExampleOf as _;
use crate::text;
use data_encoding::{
    BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE,
};
use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Context, Flow, Node, NodeError,
    NodeInfo, NodeType, Setup, Socket, Sockets, Text, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Reads what Encode writes. The input is a String, or a Binary in UTF-8; for msgpack, cbor, gzip, zlib and \
               deflate it is a Binary. base64 and base64url are read with and without padding, hex in upper and lower \
               case. The output is:\n\
               · base64, base64url, hex, gzip, zlib, deflate: a Binary, or a String when `output_as` is text.\n\
               · url, html: a String.\n\
               · csv: an Array of Dictionaries by the names in the header or, without a header, of Arrays. All fields \
               are Strings.\n\
               · msgpack, cbor: a value. Keys that are numbers become Strings.\n\
               An input that is not in the format leaves by `on_error`. When `on_error` has no wire, or the node is only \
               read, the node fails with cannot_decode.";
    let most = "gzip, zlib, deflate: the maximum size of the output in bytes; more is refused.";
    let outputs = "Whether bytes become a Binary or text.";
    let cases = [
        (r#"{ "format": "base64", "output_as": "text", "input": "aGVsbG8=" }"#, "hello"),
        (r#"{ "format": "csv", "input": "id,name\n1,ada\n" }"#, r#"[{"id":"1","name":"ada"}]"#),
    ];
    NodeInfo::value("codec.decode", "Decode", doc)
        .pulse_output("on_error", "OnError", "The input is not in the format; `error` says why.")
        .attribute(Attribute::choice("format", "Format", &FORMATS, "The format to read."))
        .attribute(Attribute::choice("output_as", "Output As", &["binary", "text"], outputs))
        .attribute(header())
        .attribute(delimiter())
        .attribute(Attribute::new(
            "max_bytes",
            "Max Bytes",
            AttributeKind::Range(1, 1 << 40),
            16 << 20,
            most,
        ))
        .input(Socket::any("input", "Input", "What to decode.").with_default(""))
        .output(Socket::binary("output", "Output", "The decoded value."))
        .output(Socket::string(
            "error",
            "Error",
            "Why the last input could not be decoded; empty if it could.",
        ))
        .example_of("A text and a table", "output", &cases)
        .create(|setup| Ok(Decode::new(&setup)))
        .dynamic_sockets("`format` and `output_as` decide the type of `output`.", dynamic_sockets)
}

fn dynamic_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    layout(attributes)?;
    let kind = match (attributes.text("format"), attributes.text("output_as")) {
        ("url" | "html", _) => ValueType::String,
        ("csv", _) => ValueType::Array,
        ("msgpack" | "cbor", _) => ValueType::Any,
        (_, "text") => ValueType::String,
        _ => ValueType::Binary,
    };
    sockets.set_kind(&["output"], kind);
    Ok(())
}

const ON_ERROR: u32 = 1;

struct Decode {
    format: String,
    layout: Layout,
    as_text: bool,
    most: usize,
}

impl Decode {
    fn new(setup: &Setup<'_>) -> Self {
        let attributes = setup.attributes;
        // An invalid layout was refused with the sockets.
        let layout = layout(attributes).unwrap_or(Layout { header: true, delimiter: b',' });
        let as_text = attributes.text("output_as") == "text";
        let format = attributes.text("format").to_owned();
        Self { format, layout, as_text, most: attributes.count("max_bytes") }
    }

    fn decode(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        let compressed = |format| {
            let bytes = context.binary(0)?;
            compression::decompress(bytes, format, self.most).map_err(cannot_decode)
        };
        let bytes = match self.format.as_str() {
            "base64" => with_padding(bytes_at(context, 0)?, &BASE64, &BASE64_NOPAD)?,
            "base64url" => with_padding(bytes_at(context, 0)?, &BASE64URL, &BASE64URL_NOPAD)?,
            "hex" => {
                with_padding(bytes_at(context, 0)?, &HEXLOWER_PERMISSIVE, &HEXLOWER_PERMISSIVE)?
            }
            "gzip" => compressed(Format::Gzip)?,
            "zlib" => compressed(Format::Zlib)?,
            "deflate" => compressed(Format::Deflate)?,
            _ => return self.decode_value(context),
        };
        if self.as_text { string(bytes).map_err(cannot_decode) } else { Ok(binary(bytes)) }
    }

    fn decode_value(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        let text = |text: String| Value::String(text::into_text(text));
        match self.format.as_str() {
            "url" => percent::decode(&text_at(context, 0)?).map(text),
            "html" => {
                Ok(text(html_escape::decode_html_entities(&*text_at(context, 0)?).into_owned()))
            }
            "csv" => rows::decode(&text_at(context, 0)?, self.layout),
            "msgpack" => packed::decode_msgpack(context.binary(0)?),
            _ => packed::decode_cbor(context.binary(0)?),
        }
        .map_err(cannot_decode)
    }
}

fn with_padding(bytes: &[u8], padded: &Encoding, bare: &Encoding) -> Result<Vec<u8>, NodeError> {
    let encoding = if bytes.ends_with(b"=") { padded } else { bare };
    encoding.decode(bytes).map_err(|why| cannot_decode(why.to_string()))
}

#[cold]
fn cannot_decode(why: impl Into<String>) -> NodeError {
    NodeError::new("cannot_decode", why).at_input(0)
}

impl Node for Decode {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.decode(context) {
            Ok(value) => {
                context.set(0, value);
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

#[cfg(test)]
mod tests {
    use super::FORMATS;
    use crate::testing::{Bench, check};
    use pulsewire_plugin::{Binary, Value, parse_json};
    use serde_json::json;

    #[test]
    fn every_format_reads_what_encode_writes() {
        let table = parse_json(r#"[{"a":"é","b":""}]"#).unwrap();
        for format in FORMATS {
            let input = if format == "csv" { table.clone() } else { Value::from("é <b>& 100%") };
            let mut encode = Bench::new("codec.encode", json!({ "format": format }));
            assert_eq!(encode.set("input", input.clone()).read(), "pulse", "{format}");
            let attributes = json!({ "format": format, "output_as": "text" });
            let mut decode = Bench::new("codec.decode", attributes);
            assert_eq!(
                decode.set("input", encode.get("output").clone()).read(),
                "pulse",
                "{format}"
            );
            assert_eq!(decode.get("output"), &input, "{format}");
        }
    }

    #[test]
    fn what_is_not_in_the_format_leaves_by_on_error() {
        let binary = |bytes: &[u8]| Value::from(Binary::from(bytes));
        for (format, input) in [
            ("base64", Value::from("a?==")),
            ("base64", Value::from("YQ=")),
            ("base64url", Value::from("/w==")),
            ("hex", Value::from("abc")),
            ("url", Value::from("%zz")),
            ("url", Value::from("%ff")),
            ("csv", Value::from("a,b\n1\n")),
            ("msgpack", binary(&[0xc1])),
            ("cbor", binary(&[])),
            ("gzip", binary(b"nope")),
        ] {
            let mut node = Bench::new("codec.decode", json!({ "format": format }));
            let error = node.set("input", input).error();
            assert_eq!((error.code.as_ref(), error.pulse), ("cannot_decode", Some(1)), "{format}");
            assert!(!node.text("error").is_empty(), "{format}");
        }
        let mut node = Bench::new("codec.decode", json!({ "format": "gzip" }));
        assert_eq!(node.set("input", "text").error().code, "type_mismatch");
    }

    #[test]
    fn padding_and_case_do_not_matter() {
        let of = |format: &str, input: &str| json!({ "format": format, "input": input, "output_as": "text" });
        check(
            "codec.decode",
            "output",
            &[
                (of("base64", "YWI="), "ab"),
                (of("base64", "YWI"), "ab"),
                (of("base64url", "w6k_"), "é?"),
                (of("base64url", "YWI="), "ab"),
                (of("hex", "6A6b"), "jk"),
                (of("html", "&lt;&#39;&eacute;&unknown;"), "<'é&unknown;"),
                (of("hex", "ff"), "cannot_decode"),
            ],
        );
    }

    #[test]
    fn what_comes_out_of_a_small_input_has_a_limit() {
        let mut encode = Bench::new("codec.encode", json!({ "format": "gzip" }));
        encode.set("input", "x".repeat(2000)).read();
        let mut decode = Bench::new("codec.decode", json!({ "format": "gzip", "max_bytes": 1999 }));
        let error = decode.set("input", encode.get("output").clone()).error();
        assert!(error.message.contains("`max_bytes` allows"), "{error}");
    }
}
