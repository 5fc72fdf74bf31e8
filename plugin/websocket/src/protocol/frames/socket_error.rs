use crate::error::{Error, ErrorKind};
use std::io;

/// Why reading or writing cannot go on.
#[derive(Debug)]
pub(crate) enum SocketError {
    /// Nothing is possible now; the task is woken when it is.
    WouldBlock,
    /// Both sides have closed.
    Closed,
    /// The connection failed, or the peer violated the protocol.
    Failed(Error),
}

impl From<io::Error> for SocketError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::WouldBlock => Self::WouldBlock,
            _ => Self::Failed(Error::io(&error)),
        }
    }
}

impl From<Error> for SocketError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The peer violated RFC 6455.
#[cold]
pub(crate) fn protocol_error(rule: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Protocol, format!("the peer violated RFC 6455: {rule}"))
}

/// A text message is not UTF-8.
#[cold]
pub(super) fn not_utf8(error: std::str::Utf8Error) -> Error {
    Error::new(ErrorKind::Utf8, format!("a text message is not valid UTF-8: {error}"))
}

/// The peer disconnected without a Close frame.
#[cold]
pub(super) fn connection_lost() -> Error {
    Error::new(ErrorKind::Lost, "the peer disconnected without a closing handshake")
}
