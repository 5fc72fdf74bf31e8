//! Checks of a frame's header (RFC 6455 section 5).

use super::header::{BINARY, CLOSE, CONTINUE, Header, MAX_CONTROL_PAYLOAD, PING, PONG, RSV1, TEXT};
use super::socket_error::protocol_error;
use crate::error::Error;
use tungstenite::protocol::Role;

/// The rules for the frames that one side receives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) role: Role,
    /// Compression was negotiated, so RSV1 is permitted.
    pub(super) deflates: bool,
}

impl Rules {
    /// Checks a frame; `continues` says that it follows the first frame of an unfinished message.
    #[inline]
    pub(super) fn check(self, header: Header, continues: bool) -> Result<(), Error> {
        if header.key.is_some() != (self.role == Role::Server) {
            return Err(wrongly_masked(header));
        }
        let reserved = header.first & 0x70;
        if reserved != 0 && !(reserved == RSV1 && self.deflates && is_first(header)) {
            return Err(protocol_error("a reserved bit is set without a negotiated extension"));
        }
        match header.opcode() {
            CONTINUE if continues => Ok(()),
            TEXT | BINARY if !continues => Ok(()),
            CONTINUE => Err(protocol_error("a continuation frame without a message to continue")),
            TEXT | BINARY => Err(protocol_error("a new message begins inside a fragmented one")),
            CLOSE | PING | PONG => check_control(header),
            other => Err(protocol_error(format_args!("unknown opcode {other:#x}"))),
        }
    }
}

fn is_first(header: Header) -> bool {
    matches!(header.opcode(), TEXT | BINARY)
}

fn check_control(header: Header) -> Result<(), Error> {
    if !header.is_final() {
        return Err(protocol_error("a control frame is fragmented"));
    }
    if header.length > MAX_CONTROL_PAYLOAD as u64 {
        return Err(protocol_error("a control frame has more than 125 bytes"));
    }
    Ok(())
}

#[cold]
fn wrongly_masked(header: Header) -> Error {
    protocol_error(match header.key {
        Some(_) => "a server's frame is masked",
        None => "a client's frame is unmasked",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(first: u8, deflates: bool, continues: bool) -> bool {
        let header = Header { first, key: None, length: 0 };
        Rules { role: Role::Client, deflates }.check(header, continues).is_ok()
    }

    #[test]
    fn only_known_opcodes_are_accepted_where_they_are_allowed() {
        let known = |continues| (0..=0xf_u8).filter(move |op| passes(0x80 | op, false, continues));
        assert_eq!(known(false).collect::<Vec<_>>(), [TEXT, BINARY, CLOSE, PING, PONG]);
        assert_eq!(known(true).collect::<Vec<_>>(), [CONTINUE, CLOSE, PING, PONG]);
        assert!([CLOSE, PING, PONG].iter().all(|op| !passes(*op, false, false)));
    }

    #[test]
    fn only_the_first_frame_of_a_message_may_be_marked_as_compressed_if_negotiated() {
        for opcode in 0..=0xf_u8 {
            for reserved in (0x10..=0x70).step_by(0x10) {
                let marked = reserved == RSV1 && matches!(opcode, TEXT | BINARY);
                assert_eq!(passes(0x80 | reserved | opcode, true, false), marked);
                assert!(!passes(0x80 | reserved | opcode, false, false));
                assert!(!passes(0x80 | reserved | opcode, true, true));
            }
        }
    }

    #[test]
    fn clients_must_mask_and_servers_must_not() {
        let check = |role, key| {
            let header = Header { first: 0x81, key, length: 0 };
            Rules { role, deflates: false }.check(header, false).is_ok()
        };
        assert!(check(Role::Server, Some([0; 4])) && check(Role::Client, None));
        assert!(!check(Role::Server, None) && !check(Role::Client, Some([0; 4])));
    }
}
