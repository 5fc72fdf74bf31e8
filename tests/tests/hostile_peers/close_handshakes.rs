//! Closing handshakes that go wrong.

use crate::bytes::{self, BINARY, CLOSE, FIN, PING, TEXT};
use crate::peer::Peer;
use crate::program::{ASK_TO_CLOSE, TOO_LATE};
use crate::reading::PeerSees;
use crate::row::{Outcome, Row};
use serde_json::json;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::from(of_peers());
    rows.extend(of_the_program());
    rows
}

/// The peer begins.
fn of_peers() -> [Row; 6] {
    [
        Row::after_handshake(
            "half a close code, or one that must not be sent",
            Outcome::failed("protocol", 1002),
        )
        .attempt(|peer| peer.frame(FIN | CLOSE, b"\x03"))
        .attempts([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535], |peer, code| {
            peer.close(*code)
        }),
        Row::after_handshake("data behind a Close frame", Outcome::closed(1000)).attempt(|peer| {
            let close = bytes::frame(FIN | CLOSE, b"\x03\xe8", peer.masks());
            let [late, ping] = [(TEXT, TOO_LATE), (PING, "ping")]
                .map(|(opcode, says)| bytes::frame(FIN | opcode, says.as_bytes(), peer.masks()));
            peer.send([close, late.clone(), ping].concat());
            peer.wait_until_read();
            peer.send(late);
        }),
        Row::after_handshake("what is not a frame behind a Close frame", Outcome::closed(1000))
            .attempt(|peer| {
                let close = bytes::frame(FIN | CLOSE, b"\x03\xe8", peer.masks());
                peer.send([&close[..], &[0xff; 1000]].concat());
            }),
        Row::after_handshake("data behind a Close frame, without an end", Outcome::closed(1000))
            .attempt(|peer| {
                peer.close(1000);
                peer.repeat(bytes::frame(FIN | BINARY, &[0; 8 << 10], peer.masks()).repeat(128));
            }),
        Row::after_handshake("a Close frame within a message", Outcome::closed(1000)).attempt(
            |peer| {
                peer.frame(TEXT, "not the end");
                peer.close(1000);
            },
        ),
        Row::after_handshake("an end of the stream behind a Close frame", Outcome::closed(1000))
            .attempt(|peer| {
                peer.close(1000);
                peer.end();
            }),
    ]
}

/// The program begins.
fn of_the_program() -> [Row; 4] {
    let closed = |code, was_clean, seen| Outcome::closed_by_program(code, was_clean, seen);
    let close = || PeerSees::Close(Some(1000));
    [
        Row::after_handshake("a Close frame that gets no answer", closed(1006, false, close()))
            .with(json!({ "close_timeout_ms": 300 }))
            .attempt(|peer| {
                peer.frame(FIN | TEXT, ASK_TO_CLOSE);
                peer.keep_stream();
            }),
        // Whether what comes all the time hides that the time is over is a matter of chance, hence more than once.
        Row::after_handshake(
            "a Close frame that gets everything but an answer",
            closed(1006, false, close()),
        )
        .with(json!({ "close_timeout_ms": 300 }))
        .attempts(1..=4, |peer, _| {
            peer.frame(FIN | TEXT, ASK_TO_CLOSE);
            peer.repeat(bytes::frame(FIN | BINARY, &[0; 8 << 10], peer.masks()).repeat(128));
            peer.keep_stream();
        }),
        Row::after_handshake(
            "a closing handshake behind which the stream stays",
            closed(1000, true, PeerSees::End),
        )
        .attempt(|peer| {
            ask_to_close(peer);
            peer.close(1000);
            peer.keep_stream();
        }),
        Row::after_handshake(
            "a reset instead of an answer",
            closed(1006, false, PeerSees::Nothing),
        )
        .attempt(|peer| {
            ask_to_close(peer);
            peer.reset();
        }),
    ]
}

fn ask_to_close(peer: &mut Peer) {
    peer.frame(FIN | TEXT, ASK_TO_CLOSE);
    peer.expect_frame(FIN | CLOSE, b"\x03\xe8");
}
