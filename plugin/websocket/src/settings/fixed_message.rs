use super::Fault;
use pulsewire_plugin::Payload;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

/// A message written in the settings: either `text` or `json`, sent in a text frame, or `hex`, sent in a binary frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FixedMessage {
    /// The content of a text message.
    pub(crate) text: Option<String>,
    /// Any JSON value, sent as compact JSON in a text message. A `${…}` in it is a value, so quotes and line breaks in
    /// what it stands for are escaped: `{ "token": "${env:TOKEN}" }`.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = null))]
    pub(crate) json: Option<Json>,
    /// The content of a binary message, two hexadecimal digits per byte: `00ff`.
    #[schemars(regex(pattern = "^([0-9A-Fa-f]{2})*$"))]
    pub(crate) hex: Option<String>,
}

/// The content of a message from the settings.
pub(crate) enum MessageContent {
    /// A text message; its bytes are UTF-8.
    Text(Payload),
    /// A binary message.
    Binary(Payload),
}

impl FixedMessage {
    /// Returns the message.
    ///
    /// # Errors
    /// When not exactly one of `text`, `json` and `hex` is given, or `hex` is invalid.
    pub(crate) fn parse(&self) -> Result<MessageContent, Fault> {
        let text = |text: &str| MessageContent::Text(Payload::copy_from(text.as_bytes()));
        match (&self.text, &self.json, &self.hex) {
            (Some(written), None, None) => Ok(text(written)),
            (None, Some(json), None) => Ok(text(&json.to_string())),
            (None, None, Some(hex)) => Ok(MessageContent::Binary(Payload::copy_from(&bytes(hex)?))),
            _ => {
                let message = "a message needs one of `text`, `json` and `hex`";
                Err(Fault::new("bad_message", message, r#"write { "text": "hello" }"#))
            }
        }
    }
}

/// Null is a JSON value, too.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

fn bytes(hex: &str) -> Result<Vec<u8>, Fault> {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|one| u8::try_from(one).ok());
    let byte = |pair: &[u8]| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    let bytes: Option<_> = hex.as_bytes().chunks(2).map(byte).collect();
    bytes.ok_or_else(|| {
        let message = format!("`{hex}` is not hexadecimal");
        Fault::new("bad_hex", message, "write two digits for each byte, as in 00ff")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hex_is_parsed_as_bytes() {
        assert!(bytes("").unwrap().is_empty());
        assert_eq!(bytes("00fF7a").unwrap(), [0, 255, 122]);
        for bad in ["0", "0x", "000", "é"] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_message_is_text_json_or_hex() {
        let parse =
            |written: Json| serde_json::from_value::<FixedMessage>(written).unwrap().parse();
        let content = |written| match parse(written).unwrap() {
            MessageContent::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
            MessageContent::Binary(bytes) => format!("{:?}", &bytes[..]),
        };
        assert_eq!(content(json!({ "text": "" })), "");
        assert_eq!(content(json!({ "hex": "00" })), "[0]");
        assert_eq!(content(json!({ "json": null })), "null");
        assert_eq!(
            content(json!({ "json": { "b": "a\"b\n", "a": 1.0 } })),
            r#"{"b":"a\"b\n","a":1.0}"#
        );
        assert!(parse(json!({})).is_err());
        assert!(parse(json!({ "text": "", "hex": "" })).is_err());
        assert!(parse(json!({ "text": "", "json": null })).is_err());
    }
}
