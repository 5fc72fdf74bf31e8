use super::Fault;
use pulsewire_plugin::Payload;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A message written in the settings: either `text`, sent in a text frame, or `hex`, sent in a binary frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FixedMessage {
    /// The content of a text message.
    pub(crate) text: Option<String>,
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
    /// When not exactly one of `text` and `hex` is given, or `hex` is invalid.
    pub(crate) fn parse(&self) -> Result<MessageContent, Fault> {
        match (&self.text, &self.hex) {
            (Some(text), None) => Ok(MessageContent::Text(Payload::copy_from(text.as_bytes()))),
            (None, Some(hex)) => Ok(MessageContent::Binary(Payload::copy_from(&bytes(hex)?))),
            _ => {
                let message = "a message needs either `text` or `hex`";
                Err(Fault::new("bad_message", message, r#"write { "text": "hello" }"#))
            }
        }
    }
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

    #[test]
    fn hex_is_parsed_as_bytes() {
        assert!(bytes("").unwrap().is_empty());
        assert_eq!(bytes("00fF7a").unwrap(), [0, 255, 122]);
        for bad in ["0", "0x", "000", "é"] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_message_is_either_text_or_hex() {
        let fixed = |text: Option<&str>, hex: Option<&str>| FixedMessage {
            text: text.map(str::to_owned),
            hex: hex.map(str::to_owned),
        };
        assert!(matches!(fixed(Some(""), None).parse(), Ok(MessageContent::Text(_))));
        assert!(matches!(fixed(None, Some("00")).parse(), Ok(MessageContent::Binary(_))));
        assert!(fixed(None, None).parse().is_err());
        assert!(fixed(Some(""), Some("")).parse().is_err());
    }
}
