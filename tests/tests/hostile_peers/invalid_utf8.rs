//! Texts that are not UTF-8, and texts that are, cut in every place.

use crate::bytes::{self, CLOSE, FIN, RSV1, TEXT, deflated};
use crate::peer::Peer;
use crate::row::{Outcome, Row};
use serde_json::json;

/// Letters of two, three and one byte, half of a surrogate pair, and more letters.
const WRONG: &[u8] = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited";

/// Letters of one to four bytes.
const RIGHT: &[u8] = "a\u{e9}\u{20ac}\u{1f600}z".as_bytes();

/// What is no letter: one byte too many or too few, longer than it must be, a surrogate, beyond Unicode.
const NO_LETTERS: [&[u8]; 14] = [
    b"\x80",
    b"\xbf",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xc0\x80",
    b"\xe0\x80\x80",
    b"\xf0\x80\x80\x80",
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80",
    b"\xfe",
    b"\xff",
];

pub(crate) fn rows() -> Vec<Row> {
    let wrong = || Outcome::failed("utf8", 1007);
    vec![
        Row::after_handshake("a frame that is not UTF-8, cut in every place", wrong())
            .attempts(0..=WRONG.len(), |peer, cut| in_two_pieces(peer, WRONG, *cut)),
        Row::after_handshake("fragments that are not UTF-8, cut in every place", wrong())
            .attempts(0..=WRONG.len(), |peer, cut| in_two_fragments(peer, WRONG, *cut)),
        Row::after_handshake("text that is UTF-8, cut in every place", Outcome::closed(1000))
            .attempts(
                (0..=RIGHT.len()).flat_map(|cut| [(cut, false), (cut, true)]),
                |peer, (cut, fragments)| {
                    match fragments {
                        false => in_two_pieces(peer, RIGHT, *cut),
                        true => in_two_fragments(peer, RIGHT, *cut),
                    }
                    peer.expect_frame(FIN | TEXT, RIGHT);
                    peer.close(1000);
                },
            ),
        Row::after_handshake("text and Close that come byte by byte", Outcome::closed(1000))
            .attempt(|peer| {
                let [text, close] = [(TEXT, RIGHT), (CLOSE, b"\x03\xe8")]
                    .map(|(opcode, payload)| bytes::frame(FIN | opcode, payload, peer.masks()));
                byte_by_byte(peer, &text);
                peer.expect_frame(FIN | TEXT, RIGHT);
                byte_by_byte(peer, &close);
            }),
        Row::after_handshake("what is no letter", wrong())
            .attempts(NO_LETTERS, |peer, bytes| peer.frame(FIN | TEXT, bytes)),
        Row::after_handshake("compressed text that is not UTF-8", wrong())
            .with(json!({ "compression": {} }))
            .attempts(NO_LETTERS, |peer, bytes| peer.frame(FIN | RSV1 | TEXT, deflated(bytes))),
        Row::after_handshake("a reason that is not UTF-8", wrong())
            .attempts(NO_LETTERS, |peer, bytes| {
                peer.frame(FIN | CLOSE, [b"\x03\xe8", *bytes].concat())
            }),
    ]
}

fn in_two_pieces(peer: &mut Peer, text: &[u8], cut: usize) {
    peer.header(FIN | TEXT, text.len() as u64);
    peer.payload(&text[..cut]);
    peer.wait_until_read();
    peer.payload(&text[cut..]);
}

fn in_two_fragments(peer: &mut Peer, text: &[u8], cut: usize) {
    peer.frame(TEXT, &text[..cut]);
    peer.wait_until_read();
    peer.frame(FIN, &text[cut..]);
}

fn byte_by_byte(peer: &mut Peer, bytes: &[u8]) {
    for byte in bytes {
        peer.send([*byte]);
        peer.wait_until_read();
    }
}
