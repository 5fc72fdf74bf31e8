use pulsewire_plugin::{Payload, Text};
use tungstenite::protocol::CloseFrame;

/// A received message or control frame.
#[derive(Clone)]
pub(crate) enum Incoming {
    /// A text message.
    Text(Text),
    /// A binary message.
    Binary(Payload),
    /// A Ping; its Pong is already queued.
    Ping(Payload),
    /// A Pong.
    Pong(Payload),
    /// The peer's Close frame.
    Close(Option<CloseFrame>),
}
