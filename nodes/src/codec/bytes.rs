//! Inputs and outputs that are bytes or text.

use crate::text;
use crate::types;
use data_encoding::{BASE64, HEXLOWER};
use pulsewire_plugin::{
    Attribute, Binary, Context, NodeError, Payload, Sockets, Text, Value, ValueType,
};

/// How a node with the attribute `output_as` returns bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputAs {
    Hex,
    Base64,
    Binary,
}

impl OutputAs {
    pub(super) const WORDS: [&str; 3] = ["hex", "base64", "binary"];

    pub(super) fn of(word: &str) -> Self {
        match word {
            "base64" => Self::Base64,
            "binary" => Self::Binary,
            _ => Self::Hex,
        }
    }

    /// The attribute `output_as`.
    pub(super) fn attribute() -> Attribute {
        let doc = "How the bytes are returned: as lower-case hexadecimal digits, as base64, or as a Binary.";
        Attribute::choice("output_as", "Output As", &Self::WORDS, doc)
    }

    /// Makes the output a Binary when the word says so.
    pub(super) fn apply(word: &str, output: &str, sockets: &mut Sockets) {
        if word == "binary" {
            sockets.set_kind(&[output], ValueType::Binary);
        }
    }

    pub(super) fn value(self, bytes: &[u8]) -> Value {
        match self {
            Self::Hex => HEXLOWER.encode(bytes).into(),
            Self::Base64 => BASE64.encode(bytes).into(),
            Self::Binary => Binary::from(bytes).into(),
        }
    }
}

/// The bytes at an input that holds a Binary or a String, which counts as UTF-8.
pub(super) fn bytes_at<'a>(context: &'a Context<'_>, at: usize) -> Result<&'a [u8], NodeError> {
    match context.input(at) {
        Value::Binary(bytes) => Ok(bytes),
        Value::String(text) => Ok(text.as_bytes()),
        other => {
            let found = types::with_article(types::name(other));
            let why = format!("wants a String or a Binary, got {found}");
            Err(NodeError::new("type_mismatch", why).at_input(at))
        }
    }
}

/// The text at an input that holds a String, or a Binary in UTF-8.
pub(super) fn text_at(context: &Context<'_>, at: usize) -> Result<Text, NodeError> {
    match context.input(at) {
        Value::String(text) => Ok(text.clone()),
        Value::Binary(bytes) => Text::from_payload(bytes.clone().into_payload()).map_err(|why| {
            NodeError::new(
                "type_mismatch",
                format!("wants text, got bytes that are not UTF-8: {why}"),
            )
            .at_input(at)
        }),
        other => Err(NodeError::mismatch(at, ValueType::String, other)),
    }
}

/// Bytes as a value, without a copy of long ones.
pub(super) fn binary(bytes: Vec<u8>) -> Value {
    match bytes.len() {
        0..=text::MAX_COPIED => Binary::from(bytes.as_slice()).into(),
        _ => Binary::from(Payload::from_owner(bytes)).into(),
    }
}

/// Bytes in UTF-8 as a String.
pub(super) fn string(bytes: Vec<u8>) -> Result<Value, String> {
    let text = String::from_utf8(bytes);
    let text =
        text.map_err(|why| format!("what was decoded is not UTF-8: {}", why.utf8_error()))?;
    Ok(Value::String(text::into_text(text)))
}
