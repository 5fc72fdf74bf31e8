use crate::kind::Kind;
use crate::tls;
use std::io;

/// A failure of a connection or server, as On WebSocket Error tells it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Error {
    /// What it is, for graphs.
    pub(crate) kind: Kind,
    /// What it is, for people: what, where, and what to do.
    pub(crate) message: String,
    /// The HTTP status by which a server refused.
    pub(crate) status: Option<u16>,
}

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: None }
    }

    /// A failure on the way through a proxy.
    pub(crate) fn proxy(what: &dyn std::fmt::Display) -> Self {
        Self::new(Kind::Proxy, what.to_string())
    }

    /// The same failure, with where it happened.
    pub(crate) fn at(self, place: &impl std::fmt::Display) -> Self {
        Self { message: format!("{place}: {}", self.message), ..self }
    }

    /// A failure of the system on an open connection or during its handshake.
    pub(crate) fn io(error: &io::Error) -> Self {
        if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
            return Self::new(Kind::Tls, tls::reason(error));
        }
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::new(Kind::Lost, "the other side vanished");
        }
        if is_loss(error.kind()) {
            return Self::new(Kind::Lost, format!("the other side vanished: {error}"));
        }
        Self::new(Kind::Io, format!("the connection failed: {error}"))
    }

    /// The close code that tells the other side (RFC 6455 section 7.4.1); none when it is not there to be told.
    pub(crate) fn close_code(&self) -> Option<u16> {
        match self.kind {
            Kind::Protocol => Some(1002),
            Kind::Utf8 => Some(1007),
            Kind::TooLarge | Kind::FrameTooLarge => Some(1009),
            Kind::TooManyFragments => Some(1008),
            _ => None,
        }
    }
}

fn is_loss(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, TimedOut};
    let losses = [BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, TimedOut];
    losses.contains(&kind)
}
