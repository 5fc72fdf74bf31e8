//! Close codes, and how a connection was closed (RFC 6455 section 7).

use crate::error::Error;
use pulsewire_plugin::NodeError;
use std::fmt;
use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;

/// The code of a Close frame without one (RFC 6455 section 7.4.1).
pub(crate) const NO_STATUS_RECEIVED: u16 = 1005;

/// The code when no Close frame arrived (RFC 6455 section 7.4.1).
pub(crate) const ABNORMAL_CLOSURE: u16 = 1006;

/// The program or the server is stopping (RFC 6455 section 7.4.1).
pub(crate) const GOING_AWAY: u16 = 1001;

/// A Close frame holds 125 bytes: two for the code, the rest for the reason.
const MAX_REASON: usize = 123;

/// Why a connection or server stopped: the values of `cause`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopCause {
    /// The peer closed the connection.
    Peer,
    /// A Stop or Disconnect node did.
    Stop,
    /// The run ends.
    Ending,
    /// The connection failed.
    Error,
}

impl StopCause {
    /// The stable name, for graphs to compare.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Peer => "peer",
            Self::Stop => "stop",
            Self::Ending => "ending",
            Self::Error => "error",
        }
    }

    /// Returns the cause, given whether the run ends: then nothing else matters to a graph.
    pub(crate) fn or_ending(self, ends: bool) -> Self {
        if ends { Self::Ending } else { self }
    }
}

/// How a connection was closed, as events report it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CloseEvent {
    /// The other side's close code; 1005 when its Close frame had none, 1006 when none arrived. When this side closed
    /// because of an error, the code that it sent.
    pub(crate) code: u16,
    /// The reason that came with the code.
    pub(crate) reason: String,
    /// Both sides sent a Close frame.
    pub(crate) was_clean: bool,
    /// A Stop node or the end of the program closed it.
    pub(crate) by_me: bool,
    /// Why, unless the run ends.
    pub(crate) cause: StopCause,
}

/// The progress of the closing handshake.
#[derive(Clone, Debug, Default)]
pub(crate) struct CloseHandshake {
    /// This side asked to close, and its Close frame was the first.
    pub(crate) by_me: bool,
    /// The peer's Close frame.
    pub(crate) received: Option<Option<CloseFrame>>,
}

/// For log lines.
impl fmt::Display for CloseEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = if self.by_me { "by this side" } else { "by the peer" };
        let how = if self.was_clean { "" } else { ", without a closing handshake" };
        write!(f, "closed {by} with {}{how}", self.code)?;
        if self.reason.is_empty() { Ok(()) } else { write!(f, ": {}", self.reason) }
    }
}

impl CloseEvent {
    /// The result of a Stop before the connection was open.
    pub(crate) fn before_open() -> Self {
        let cause = StopCause::Stop;
        Self { code: ABNORMAL_CLOSURE, reason: String::new(), was_clean: false, by_me: true, cause }
    }
}

impl CloseHandshake {
    /// The close event, given the error that ended the connection.
    pub(crate) fn into_event(self, error: Option<&Error>) -> CloseEvent {
        let was_clean = self.received.is_some() && error.is_none();
        let cause = match (error, self.by_me) {
            (Some(_), _) => StopCause::Error,
            (None, true) => StopCause::Stop,
            (None, false) => StopCause::Peer,
        };
        let reported = error.and_then(|error| Some((error.close_code()?, error.kind.to_string())));
        let (code, reason) = match (reported, self.received) {
            (Some(reported), _) => reported,
            (None, Some(Some(close))) => (close.code.into(), close.reason.to_string()),
            (None, Some(None)) => (NO_STATUS_RECEIVED, String::new()),
            (None, None) => (ABNORMAL_CLOSURE, String::new()),
        };
        CloseEvent { code, reason, was_clean, by_me: self.by_me, cause }
    }
}

/// A Close frame; the code must be valid.
pub(crate) fn close_frame(code: u16, reason: &str) -> CloseFrame {
    CloseFrame { code: CloseCode::from(code), reason: reason.into() }
}

/// Returns a Close frame with the code and reason of a Stop node.
///
/// # Errors
/// When the code is not one that an application may send (1000, 1001, 3000 to 4999; RFC 6455 section 7.4), or the
/// reason is longer than 123 bytes.
pub(crate) fn checked_close(code: i64, reason: &str) -> Result<CloseFrame, NodeError> {
    let sent = u16::try_from(code).ok().filter(|code| matches!(code, 1000 | 1001 | 3000..=4999));
    let Some(sent) = sent else {
        let message = format!("{code} cannot be sent; use 1000, 1001 or 3000 to 4999");
        return Err(NodeError::new("bad_close_code", message).at_input(0));
    };
    if reason.len() > MAX_REASON {
        let message = format!("the reason has {} bytes; a Close frame holds 123", reason.len());
        return Err(NodeError::new("long_reason", message).at_input(1));
    }
    Ok(close_frame(sent, reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn only_permitted_codes_and_reasons_are_accepted() {
        for code in [1000, 1001, 3000, 4999] {
            assert_eq!(u16::from(checked_close(code, "").unwrap().code), code as u16);
        }
        for code in [-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_536 + 1000] {
            assert_eq!(checked_close(code, "").unwrap_err().code, "bad_close_code");
        }
        assert!(checked_close(1000, &"é".repeat(61)).is_ok());
        assert_eq!(checked_close(1000, &"é".repeat(62)).unwrap_err().code, "long_reason");
    }

    #[test]
    fn the_code_is_that_of_the_peer_or_of_the_error() {
        let close_event = |received| CloseHandshake { by_me: false, received }.into_event(None);
        let reported = close_event(Some(Some(close_frame(4000, "bye"))));
        assert_eq!(
            (reported.code, reported.reason.as_str(), reported.was_clean),
            (4000, "bye", true)
        );
        assert_eq!((close_event(Some(None)).code, close_event(Some(None)).was_clean), (1005, true));
        assert_eq!((close_event(None).code, close_event(None).was_clean), (1006, false));
        let error = Error::new(ErrorKind::TooLarge, "");
        let failed = CloseHandshake::default().into_event(Some(&error));
        assert_eq!(
            (failed.code, failed.reason.as_str(), failed.was_clean),
            (1009, "too_large", false)
        );
    }
}
