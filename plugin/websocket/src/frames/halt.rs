use crate::error::Error;
use crate::kind::Kind;
use std::io;

/// Why reading or writing does not go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// Nothing is possible now; the task is woken when it is.
    Later,
    /// Both sides have closed.
    Closed,
    /// The connection broke, or the other side broke the rules.
    Failed(Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::WouldBlock => Self::Later,
            _ => Self::Failed(Error::io(&error)),
        }
    }
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The other side broke RFC 6455.
#[cold]
pub(crate) fn broken(rule: impl std::fmt::Display) -> Error {
    Error::new(Kind::Protocol, format!("the other side broke RFC 6455: {rule}"))
}

/// A text message is not UTF-8.
#[cold]
pub(super) fn not_utf8(error: std::str::Utf8Error) -> Error {
    Error::new(Kind::Utf8, format!("a text message is not UTF-8: {error}"))
}

/// The other side is gone without a Close frame.
#[cold]
pub(super) fn vanished() -> Error {
    Error::new(Kind::Lost, "the other side vanished without a closing handshake")
}
