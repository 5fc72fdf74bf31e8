//! Frames that RFC 6455 does not allow, and such that are larger than the settings do.

use crate::bytes::{self, BINARY, CLOSE, FIN, PING, PONG, RSV1, TEXT};
use crate::row::{Outcome, Row};
use serde_json::json;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::from(of_headers());
    rows.extend(of_lengths());
    rows.extend(of_messages());
    rows
}

fn broken() -> Outcome {
    Outcome::failed("protocol", 1002)
}

fn of_headers() -> [Row; 4] {
    [
        Row::after_handshake("a reserved opcode", broken())
            .attempts((0x3..=0x7).chain(0xb..=0xf), |peer, opcode| peer.frame(FIN | opcode, "")),
        Row::after_handshake("a reserved bit", broken()).attempts(
            (0x10..=0x70)
                .step_by(0x10)
                .flat_map(|bits| [TEXT, BINARY, CLOSE, PING].map(|op| bits | op)),
            |peer, first| peer.frame(FIN | first, ""),
        ),
        Row::after_handshake("a reserved bit where compression was agreed", broken())
            .with(json!({ "compression": {} }))
            .attempts(
                [RSV1 | CLOSE, RSV1 | PING, RSV1 | PONG, 0x20 | TEXT, 0x10 | TEXT, 0x70 | BINARY],
                |peer, first| peer.frame(FIN | first, ""),
            )
            .attempt(|peer| {
                peer.frame(TEXT, "a");
                peer.frame(RSV1 | FIN, "b");
            }),
        Row::after_handshake("masked by a server, or not masked by a client", broken())
            .attempts([TEXT, BINARY, CLOSE, PING, PONG], |peer, opcode| {
                peer.send(bytes::frame(FIN | opcode, b"", !peer.masks()))
            }),
    ]
}

fn of_lengths() -> [Row; 4] {
    let too_large = || Outcome::failed("too_large", 1009);
    [
        Row::after_handshake("a length of 2^63 and more", broken()).attempts(
            [
                (FIN | TEXT, 1 << 63),
                (FIN | BINARY, 1 << 63),
                (BINARY, u64::MAX),
                (FIN | PING, 1 << 63),
            ],
            |peer, (first, length)| peer.header(*first, *length),
        ),
        Row::after_handshake("a length that no memory has", too_large()).attempts(
            [(FIN | TEXT, (1 << 63) - 1), (FIN | BINARY, 1 << 40), (BINARY, (64 << 20) + 1)],
            |peer, (first, length)| peer.header(*first, *length),
        ),
        Row::after_handshake("lengths that are too much in sum", too_large()).attempts(
            [i64::MAX as u64, 64 << 20],
            |peer, length| {
                peer.frame(BINARY, "x");
                peer.header(FIN, *length);
            },
        ),
        Row::after_handshake("a frame over its limit", Outcome::failed("frame_too_large", 1009))
            .with(json!({ "max_frame_bytes": 1000 }))
            .attempts([1001, 64 << 20], |peer, length| peer.header(FIN | TEXT, *length)),
    ]
}

fn of_messages() -> [Row; 3] {
    [
        Row::after_handshake("a control frame that is fragmented or too long", broken())
            .attempts([PING, PONG, CLOSE], |peer, opcode| peer.frame(*opcode, ""))
            .attempts([PING, PONG, CLOSE], |peer, opcode| peer.frame(FIN | opcode, [b'x'; 126])),
        Row::after_handshake("fragments that do not follow each other", broken())
            .attempts([0, FIN], |peer, first| peer.frame(*first, "a continuation of nothing"))
            .attempts([TEXT, BINARY, FIN | TEXT, FIN | BINARY], |peer, first| {
                peer.frame(TEXT, "not the end");
                peer.frame(*first, "another beginning");
            }),
        Row::after_handshake("what is not DEFLATE data", broken())
            .with(json!({ "compression": {} }))
            .attempts(
                // A block of no type, a stored one whose length is wrong, a reference to nothing.
                [&b"\xff\xff\xff"[..], b"\x00\x05\x00\x00\x00", b"\x02\x02\x00"],
                |peer, data| peer.frame(FIN | RSV1 | TEXT, data),
            ),
    ]
}
