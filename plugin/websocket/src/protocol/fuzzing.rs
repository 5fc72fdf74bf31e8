//! What a peer may send after the handshake, for the fuzz targets of `fuzz/`; compiled only under `cfg(fuzzing)` and
//! in tests.

use super::deflate::{NegotiatedDeflate, accept_offer};
use super::frames::{Incoming, NonBlockingStream, Socket, SocketConfig, SocketError};
use super::limits::Limits;
use crate::settings::Compression;
use bytes::BufMut;
use std::io::{self, IoSlice};
use tungstenite::protocol::Role;

/// Small limits, so that a few bytes exceed them.
const TIGHT: Limits =
    Limits { message: 1 << 16, frame: Some(1 << 15), fragments: Some(64), inflated: 1 << 17 };

/// Replies are cut into smaller frames, so there are more of them.
const WIDE: Limits =
    Limits { message: 1 << 20, frame: None, fragments: None, inflated: TIGHT.inflated };

/// Messages are echoed in fragments of this size.
const FRAGMENT: usize = 100;

/// The peer's offers, selected by two bits of the first byte.
const OFFERS: [Option<&str>; 4] = [
    None,
    Some("permessage-deflate"),
    Some("permessage-deflate; client_no_context_takeover; server_no_context_takeover"),
    Some("permessage-deflate; client_max_window_bits=9; server_max_window_bits=9"),
];

/// A client reads input from a server; see [`server_reads`].
pub fn client_reads(input: &[u8]) {
    peer_sends(Role::Client, input);
}

/// A server reads input from a client. The first byte selects the negotiated extension and the size of the pieces
/// into which the rest is cut.
///
/// # Panics
/// When a message exceeds its limit, when the same bytes yield other messages in other pieces, or when the peer
/// would not understand the reply.
pub fn server_reads(input: &[u8]) {
    peer_sends(Role::Server, input);
}

fn peer_sends(role: Role, input: &[u8]) {
    let Some((how, bytes)) = input.split_first() else { return };
    let agreed = agreed(how & 3);
    let ours = Side { role, limits: TIGHT, agreed, piece: usize::MAX };
    let (messages, answer) = ours.converse(bytes);
    let piece = usize::from(how >> 2) + 1;
    let (in_pieces, _) = Side { piece, ..ours }.converse(bytes);
    assert!(messages == in_pieces, "pieces of {piece} bytes yield other messages");
    let other = if role == Role::Client { Role::Server } else { Role::Client };
    let (understood, _) = Side { role: other, limits: WIDE, ..ours }.converse(&answer);
    assert!(understood == messages, "the peer receives other messages than it sent");
}

fn agreed(bits: u8) -> Option<NegotiatedDeflate> {
    let offer = OFFERS[usize::from(bits)]?;
    let settings = Compression { threshold_bytes: 8, ..Compression::default() };
    accept_offer([offer].into_iter(), &settings).map(|(agreed, _)| agreed)
}

/// One side of a connection, and the size of the pieces in which it receives the peer's bytes.
#[derive(Clone, Copy)]
struct Side {
    role: Role,
    limits: Limits,
    agreed: Option<NegotiatedDeflate>,
    piece: usize,
}

impl Side {
    /// Returns the messages in these bytes, and the output when each of them is echoed.
    fn converse(self, bytes: &[u8]) -> (Vec<(bool, Vec<u8>)>, Vec<u8>) {
        let (mut socket, mut messages) = (self.socket(bytes), Vec::new());
        loop {
            let (is_text, payload) = match socket.read() {
                Ok(Incoming::Text(text)) => (true, text.into_payload()),
                Ok(Incoming::Binary(payload)) => (false, payload),
                Ok(_) => continue,
                Err(SocketError::WouldBlock) if !socket.get_mut().bytes.is_empty() => continue,
                Err(_) => break,
            };
            assert!(payload.len() <= self.limits.inflated, "a message of {} bytes", payload.len());
            messages.push((is_text, payload.to_vec()));
            if socket.can_write() {
                assert!(socket.write(is_text, payload).is_ok(), "this stream accepts everything");
            }
            // A closed side says so here.
            let _ = socket.flush();
        }
        let _ = socket.flush();
        (messages, std::mem::take(&mut socket.get_mut().written))
    }

    fn socket<'a>(&self, bytes: &'a [u8]) -> Socket<MemoryStream<'a>> {
        let stream = MemoryStream { bytes, piece: self.piece, pauses: false, written: Vec::new() };
        let (role, limits, compression) = (self.role, self.limits, self.agreed);
        Socket::new(
            stream,
            SocketConfig { role, limits, fragment: FRAGMENT, compression, tail: Vec::new() },
        )
    }
}

/// Returns its bytes in pieces with a pause after each, and accepts everything written.
struct MemoryStream<'a> {
    bytes: &'a [u8],
    piece: usize,
    pauses: bool,
    written: Vec<u8>,
}

impl NonBlockingStream for MemoryStream<'_> {
    fn read_into(&mut self, room: &mut impl BufMut) -> io::Result<usize> {
        if self.bytes.is_empty() || std::mem::take(&mut self.pauses) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = self.piece.min(self.bytes.len()).min(room.remaining_mut());
        let (piece, rest) = self.bytes.split_at(count);
        room.put_slice(piece);
        (self.bytes, self.pauses) = (rest, true);
        Ok(count)
    }

    fn write_some(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        parts.iter().for_each(|part| self.written.extend_from_slice(part));
        Ok(parts.iter().map(|part| part.len()).sum())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text, fragments with a Ping between them, an empty message, a Close.
    const FRAMES: [(u8, &[u8]); 6] =
        [(0x81, b"hi"), (0x01, b"a"), (0x89, b"p"), (0x80, b"b"), (0x82, b""), (0x88, b"\x03\xe8")];

    #[test]
    fn a_conversation_is_the_same_in_all_pieces_with_and_without_compression() {
        for how in 0..=u8::MAX {
            let (mut to_client, mut to_server) = (vec![how], vec![how]);
            for (first, payload) in FRAMES {
                let length = u8::try_from(payload.len()).unwrap();
                to_client.extend([first, length]);
                to_client.extend(payload);
                to_server.extend([first, 0x80 | length, 0, 0, 0, 0]);
                to_server.extend(payload);
            }
            client_reads(&to_client);
            server_reads(&to_server);
        }
    }

    #[test]
    fn protocol_violations_end_the_conversation_without_a_panic() {
        for bytes in [
            &b"\0\x83\x00"[..],
            b"\0\x81\xff\xff\xff",
            b"\x01\xc1\x02\xff\xff",
            b"\0\x01\x01\xff",
            b"",
        ] {
            client_reads(bytes);
            server_reads(bytes);
        }
    }
}
