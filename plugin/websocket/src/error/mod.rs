//! What can fail.
//!
//! | file | content |
//! | --- | --- |
//! | `kind` | the kinds that On WebSocket Error gives |
//! | `tls` | failures of TLS, explained |
//! | `action` | why an action node fires `failed` |

mod action;
mod kind;
pub(crate) mod tls;

pub(crate) use action::ActionError;
pub use kind::ErrorKind;

use std::io;

/// A failure of a connection or server, as On WebSocket Error reports it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Error {
    /// The kind, for graphs to compare.
    pub(crate) kind: ErrorKind,
    /// What is wrong, where, and what to do, for people.
    pub(crate) message: String,
    /// The HTTP status with which a server rejected the handshake.
    pub(crate) status: Option<u16>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: None }
    }

    /// A failure while connecting through a proxy.
    pub(crate) fn proxy(what: &dyn std::fmt::Display) -> Self {
        Self::new(ErrorKind::Proxy, what.to_string())
    }

    /// The same failure, prefixed with its place.
    pub(crate) fn at(self, location: &impl std::fmt::Display) -> Self {
        Self { message: format!("{location}: {}", self.message), ..self }
    }

    /// An I/O failure on an open connection or during its handshake.
    pub(crate) fn io(error: &io::Error) -> Self {
        if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
            return Self::new(ErrorKind::Tls, tls::explain(error));
        }
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::new(ErrorKind::Lost, "the peer disconnected without a closing handshake");
        }
        if is_loss(error.kind()) {
            return Self::new(ErrorKind::Lost, format!("the connection was lost: {error}"));
        }
        Self::new(ErrorKind::Io, format!("the connection failed: {error}"))
    }

    /// The close code to send to the peer (RFC 6455 section 7.4.1); `None` if the peer is not reachable.
    pub(crate) fn close_code(&self) -> Option<u16> {
        match self.kind {
            ErrorKind::Protocol => Some(1002),
            ErrorKind::Utf8 => Some(1007),
            ErrorKind::TooLarge | ErrorKind::FrameTooLarge => Some(1009),
            ErrorKind::TooManyFragments => Some(1008),
            _ => None,
        }
    }
}

/// Returns the text, or its first `most` characters and `…`.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_loss(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, TimedOut};
    let losses = [BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, TimedOut];
    losses.contains(&kind)
}
