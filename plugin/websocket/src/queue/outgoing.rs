//! Values as messages: what waits to be sent.

use crate::error::ActionError;
use crate::protocol::deflate::SharedMessage;
use pulsewire_plugin::{Payload, Text, Value};
use std::fmt;
use std::sync::Arc;
use tungstenite::protocol::CloseFrame;

/// What waits to be sent.
#[derive(Clone)]
pub(crate) enum Outgoing {
    /// A text message; its bytes are UTF-8.
    Text(Payload),
    /// A binary message.
    Binary(Payload),
    /// A message to several clients.
    Shared(Arc<SharedMessage>),
    /// A Ping, whose payload the connection chooses.
    Ping,
    /// The end: a Close frame, with or without code and reason.
    Close(Option<CloseFrame>),
}

impl Outgoing {
    /// A message for `value`; `is_binary` decides the kind of frame.
    ///
    /// # Errors
    /// When it is neither String nor Binary, or when bytes that are not UTF-8 should go out as text.
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

    /// Its payload in bytes; a Ping or Close frame counts nothing.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(payload) | Self::Binary(payload) => payload.len(),
            Self::Shared(message) => message.payload.len(),
            Self::Ping | Self::Close(_) => 0,
        }
    }

    /// Whether it is a message, and not a control frame.
    pub(crate) fn is_message(&self) -> bool {
        !matches!(self, Self::Ping | Self::Close(_))
    }

    /// The same message, ready to be compressed once for several.
    pub(crate) fn shared(self) -> Self {
        match self {
            Self::Text(payload) => Self::Shared(Arc::new(SharedMessage::new(true, payload))),
            Self::Binary(payload) => Self::Shared(Arc::new(SharedMessage::new(false, payload))),
            other => other,
        }
    }
}

/// Without what users send.
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
    fn the_kind_of_frame_is_the_nodes_choice() {
        let bytes = |bytes: &[u8]| Value::Binary(Binary::from(bytes));
        let sent = |value: &Value, is_binary| Outgoing::from_value(value, is_binary);
        assert!(matches!(sent(&Value::from("a"), true), Ok(Outgoing::Binary(_))));
        assert!(matches!(sent(&bytes(b"a"), false), Ok(Outgoing::Text(_))));
        assert!(matches!(sent(&bytes(&[0xff]), false), Err(ActionError::NotUtf8(_))));
        assert!(matches!(sent(&Value::Int(1), false), Err(ActionError::WrongType(_))));
    }
}
