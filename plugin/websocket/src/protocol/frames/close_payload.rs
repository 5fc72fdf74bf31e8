//! The payload of a Close frame (RFC 6455 section 5.5.1).

use super::socket_error::{not_utf8, protocol_error};
use crate::error::Error;
use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;

/// Parses code and reason; an empty payload has neither.
pub(super) fn parse(payload: &[u8]) -> Result<Option<CloseFrame>, Error> {
    let (code, reason) = match payload {
        [] => return Ok(None),
        [_] => return Err(protocol_error("the payload of a Close frame has only one byte")),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    // Section 7.4, and later registrations at IANA.
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(protocol_error(format_args!("{code} is not a permitted close code")));
    }
    let reason = std::str::from_utf8(reason).map_err(not_utf8)?;
    Ok(Some(CloseFrame { code: CloseCode::from(code), reason: reason.into() }))
}

/// Encodes the payload for a code and a reason.
pub(super) fn write(close: Option<&CloseFrame>) -> Vec<u8> {
    let Some(close) = close else { return Vec::new() };
    let mut payload = u16::from(close.code).to_be_bytes().to_vec();
    payload.extend_from_slice(close.reason.as_bytes());
    payload
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn payloads_survive_a_round_trip() {
        assert_eq!(parse(&write(None)).unwrap(), None);
        for code in [1000, 1003, 1007, 1014, 3000, 4999] {
            let close = CloseFrame { code: CloseCode::from(code), reason: "grüezi".into() };
            assert_eq!(parse(&write(Some(&close))).unwrap(), Some(close));
        }
    }

    #[test]
    fn invalid_codes_are_rejected() {
        assert_eq!(parse(&[3]).unwrap_err().kind, ErrorKind::Protocol);
        for code in [0_u16, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000] {
            assert_eq!(parse(&code.to_be_bytes()).unwrap_err().kind, ErrorKind::Protocol, "{code}");
        }
        assert_eq!(parse(&[3, 0xe8, 0xff]).unwrap_err().kind, ErrorKind::Utf8);
    }
}
