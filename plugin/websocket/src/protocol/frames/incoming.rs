use pulsewire_plugin::{Payload, Text};
use tungstenite::protocol::CloseFrame;

/// What came in: a whole message, or a control frame.
#[derive(Clone)]
pub(crate) enum Incoming {
    /// A text message.
    Text(Text),
    /// A binary message.
    Binary(Payload),
    /// A Ping; its Pong is on its way already.
    Ping(Payload),
    /// A Pong.
    Pong(Payload),
    /// The other side's Close frame.
    Close(Option<CloseFrame>),
}
