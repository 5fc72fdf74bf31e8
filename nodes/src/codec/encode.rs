use super::bytes::{binary, bytes_at, text_at};
use super::compression::{self, Format};
use super::rows::{self, Layout};
use super::{packed, percent};
use crate::example::ExampleOf as _;
use crate::text;
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use pulsewire_plugin::{
    Attribute, AttributeMistake, Attributes, Context, NodeError, NodeInfo, NodeType, Setup, Socket,
    Sockets, Value, ValueType,
};

/// The formats of Encode and Decode.
pub(super) const FORMATS: [&str; 11] = [
    "base64",
    "base64url",
    "hex",
    "url",
    "html",
    "csv",
    "msgpack",
    "cbor",
    "gzip",
    "zlib",
    "deflate",
];

pub(crate) fn node_type() -> NodeType {
    let doc = "Writes a value in another format:\n\
               · base64 (RFC 4648), base64url without padding, hex (lower case): a String, in UTF-8, or a Binary.\n\
               · url: a String with everything but letters, digits and - . _ ~ percent-encoded, for a part of a URL.\n\
               · html: a String with & < > \" and ' written as entities.\n\
               · csv (RFC 4180): an Array of Dictionaries, whose names become the header, or of Arrays, as lines that end \
               with CR LF. null is an empty field.\n\
               · msgpack, cbor (RFC 8949): a value of any type as a Binary.\n\
               · gzip, zlib, deflate: a String or a Binary, compressed, as a Binary.\n\
               Fails with type_mismatch when the format has no such values; with cannot_encode when the rows of a CSV are \
               not all alike.";
    let cases = [
        (r#"{ "format": "base64", "input": "hello" }"#, "aGVsbG8="),
        (r#"{ "format": "url", "input": "a b&c" }"#, "a%20b%26c"),
        (r#"{ "format": "msgpack", "input": { "a": 1 } }"#, "81a16101"),
    ];
    NodeInfo::value("codec.encode", "Encode", doc)
        .attribute(Attribute::choice("format", "Format", &FORMATS, "The format to write."))
        .attribute(header())
        .attribute(delimiter())
        .input(Socket::any("input", "Input", "The value to encode.").with_default(""))
        .output(Socket::string("output", "Output", "The encoded value."))
        .example_of("Three formats", "output", &cases)
        .compute_with(|setup| {
            let encode = Encode::new(setup);
            move |context: &mut Context<'_>| encode.run(context)
        })
        .dynamic_sockets(
            "`format` decides whether `output` is a String or a Binary.",
            dynamic_sockets,
        )
}

/// The attribute `header`.
pub(super) fn header() -> Attribute {
    let doc = "csv: whether the first row names the columns.";
    Attribute::bool("header", "Header", true, doc)
}

/// The attribute `delimiter`.
pub(super) fn delimiter() -> Attribute {
    let doc = "csv: the character between two fields, a single one of ASCII other than quotes and line breaks.";
    Attribute::string("delimiter", "Delimiter", ",", doc)
}

/// How CSV is laid out.
pub(super) fn layout(attributes: Attributes<'_>) -> Result<Layout, AttributeMistake> {
    let header = attributes.bool("header");
    match attributes.text("delimiter").as_bytes() {
        [one] if one.is_ascii() && !b"\"\r\n".contains(one) => {
            Ok(Layout { header, delimiter: *one })
        }
        _ => {
            let why =
                "`delimiter` wants a single ASCII character other than quotes and line breaks";
            Err(AttributeMistake::new("/delimiter", why))
        }
    }
}

fn dynamic_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    layout(attributes)?;
    if ["msgpack", "cbor", "gzip", "zlib", "deflate"].contains(&attributes.text("format")) {
        sockets.set_kind(&["output"], ValueType::Binary);
    }
    Ok(())
}

struct Encode {
    format: String,
    layout: Layout,
}

impl Encode {
    fn new(setup: &Setup<'_>) -> Self {
        // An invalid layout was refused with the sockets.
        let layout = layout(setup.attributes).unwrap_or(Layout { header: true, delimiter: b',' });
        Self { format: setup.attributes.text("format").to_owned(), layout }
    }

    fn run(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        let text = |text: String| Value::String(text::into_text(text));
        Ok(match self.format.as_str() {
            "base64" => text(BASE64.encode(bytes_at(context, 0)?)),
            "base64url" => text(BASE64URL_NOPAD.encode(bytes_at(context, 0)?)),
            "hex" => text(HEXLOWER.encode(bytes_at(context, 0)?)),
            "url" => text(percent::encode(&text_at(context, 0)?)),
            "html" => {
                text(html_escape::encode_quoted_attribute(&*text_at(context, 0)?).into_owned())
            }
            "csv" => text(rows::encode(context.array(0)?, self.layout).map_err(cannot_encode)?),
            "msgpack" => binary(packed::encode_msgpack(context.input(0)).map_err(cannot_encode)?),
            "cbor" => binary(packed::encode_cbor(context.input(0)).map_err(cannot_encode)?),
            "gzip" => compressed(context, Format::Gzip)?,
            "zlib" => compressed(context, Format::Zlib)?,
            _ => compressed(context, Format::Deflate)?,
        })
    }
}

fn compressed(context: &Context<'_>, format: Format) -> Result<Value, NodeError> {
    let bytes = compression::compress(bytes_at(context, 0)?, format);
    bytes.map(binary).map_err(|why| cannot_encode(why.to_string()))
}

#[cold]
fn cannot_encode(why: String) -> NodeError {
    NodeError::new("cannot_encode", why).at_input(0)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use pulsewire_plugin::{Binary, Value};
    use serde_json::{Value as Json, json};

    fn of(format: &str, input: &Json) -> Json {
        json!({ "format": format, "input": input })
    }

    #[test]
    fn every_format_is_written() {
        let rows = json!([{ "a": 1, "b": "x,y" }]);
        check(
            "codec.encode",
            "output",
            &[
                (of("base64", &json!("é?")), "w6k/"),
                (of("base64url", &json!("é?a")), "w6k_YQ"),
                (of("hex", &json!("é")), "c3a9"),
                (of("url", &json!("é /~")), "%C3%A9%20%2F~"),
                (
                    of("html", &json!("<a href=\"x\">'&é")),
                    "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;é",
                ),
                (of("csv", &rows), "a,b\r\n1,\"x,y\"\r\n"),
                (of("msgpack", &json!([null, 5])), "92c005"),
                (of("cbor", &json!([null, 5])), "82f605"),
                (of("csv", &json!("x")), "type_mismatch"),
                (of("csv", &json!([1])), "cannot_encode"),
                (of("url", &json!(1)), "type_mismatch"),
                (of("base64", &json!([])), "type_mismatch"),
            ],
        );
    }

    #[test]
    fn binaries_are_taken_as_they_are() {
        let mut node = Bench::new("codec.encode", json!({ "format": "base64" }));
        node.set("input", Binary::from(&[255_u8, 0][..])).read();
        assert_eq!(node.text("output"), "/wA=");
        let mut node = Bench::new("codec.encode", json!({ "format": "gzip" }));
        node.set("input", "x".repeat(10_000)).read();
        let Value::Binary(small) = node.get("output") else { panic!() };
        assert!(small.starts_with(&[0x1f, 0x8b]) && small.len() < 100);
        let mut node = Bench::new("codec.encode", json!({ "format": "url" }));
        assert_eq!(node.set("input", Binary::from(&[255_u8][..])).read(), "type_mismatch");
    }

    #[test]
    fn the_layout_of_csv_can_be_chosen() {
        let attributes = json!({ "format": "csv", "header": false, "delimiter": "\t", "input": [{ "a": 1, "b": 2 }] });
        check("codec.encode", "output", &[(attributes, "1\t2\r\n")]);
        for delimiter in ["", "ab", "é", "\"", "\n"] {
            let found = Bench::creation_error("codec.encode", json!({ "delimiter": delimiter }));
            assert!(found.starts_with("`delimiter` wants a single ASCII"), "{found}");
        }
    }
}
