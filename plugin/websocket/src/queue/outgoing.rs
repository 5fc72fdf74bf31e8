//! What waits to be sent, made from the values of a graph.

use crate::error::ActionError;
use crate::protocol::deflate::SharedMessage;
use crate::settings::MessageContent;
use pulsewire_plugin::{Payload, Text, Value};
use std::fmt;
use std::sync::Arc;
use tungstenite::protocol::CloseFrame;

/// A message or control frame that waits to be sent.
#[derive(Clone)]
pub(crate) enum Outgoing {
    /// A text message; its bytes are UTF-8.
    Text(Payload),
    /// A binary message.
    Binary(Payload),
    /// A message that goes to several clients.
    Shared(Arc<SharedMessage>),
    /// A Ping, whose payload the connection chooses.
    Ping,
    /// A Close frame, with or without code and reason.
    Close(Option<CloseFrame>),
}

impl Outgoing {
    /// Makes a message of a value; `is_binary` selects the frame type.
    ///
    /// # Errors
    /// When the value is neither String nor Binary, or is Binary that is not UTF-8 and should be text.
    #[inline]
    pub(crate) fn from_value(value: &Value, is_binary: bool) -> Result<Self, ActionError> {
        Ok(match (value, is_binary) {
            (Value::String(text), false) => Self::Text(text.clone().into_payload()),
            (Value::String(text), true) => Self::Binary(text.clone().into_payload()),
            (Value::Binary(bytes), true) => Self::Binary(bytes.clone().into_payload()),
            (Value::Binary(bytes), false) => {
                let text = Text::from_payload(bytes.clone().into_payload());
                Self::Text(text.map_err(ActionError::NotUtf8)?.into_payload())
            }
            (other, _) => return Err(ActionError::WrongType(other.kind())),
        })
    }

    /// The length of the payload in bytes; 0 for a Ping or Close frame.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(payload) | Self::Binary(payload) => payload.len(),
            Self::Shared(message) => message.payload.len(),
            Self::Ping | Self::Close(_) => 0,
        }
    }

    /// Returns whether it is a message rather than a control frame.
    pub(crate) fn is_message(&self) -> bool {
        !matches!(self, Self::Ping | Self::Close(_))
    }

    /// The same message, compressed at most once for all its recipients.
    pub(crate) fn shared(self) -> Self {
        match self {
            Self::Text(payload) => Self::Shared(Arc::new(SharedMessage::new(true, payload))),
            Self::Binary(payload) => Self::Shared(Arc::new(SharedMessage::new(false, payload))),
            other => other,
        }
    }
}

impl From<MessageContent> for Outgoing {
    fn from(content: MessageContent) -> Self {
        match content {
            MessageContent::Text(payload) => Self::Text(payload),
            MessageContent::Binary(payload) => Self::Binary(payload),
        }
    }
}

/// Shows no payload: it is private.
impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Text(_) => "Text",
            Self::Binary(_) => "Binary",
            Self::Shared(_) => "Shared",
            Self::Ping => "Ping",
            Self::Close(_) => "Close",
        };
        write!(f, "{kind}({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::Binary;

    #[test]
    fn is_binary_selects_the_frame_type() {
        let bytes = |bytes: &[u8]| Value::Binary(Binary::from(bytes));
        let sent = |value: &Value, is_binary| Outgoing::from_value(value, is_binary);
        assert!(matches!(sent(&Value::from("a"), true), Ok(Outgoing::Binary(_))));
        assert!(matches!(sent(&bytes(b"a"), false), Ok(Outgoing::Text(_))));
        assert!(matches!(sent(&bytes(&[0xff]), false), Err(ActionError::NotUtf8(_))));
        assert!(matches!(sent(&Value::Int(1), false), Err(ActionError::WrongType(_))));
    }
}
