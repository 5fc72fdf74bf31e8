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
        Row::of_open("a reserved opcode", broken())
            .each((0x3..=0x7).chain(0xb..=0xf), |peer, opcode| peer.frame(FIN | opcode, "")),
        Row::of_open("a reserved bit", broken()).each(
            (0x10..=0x70)
                .step_by(0x10)
                .flat_map(|bits| [TEXT, BINARY, CLOSE, PING].map(|op| bits | op)),
            |peer, first| peer.frame(FIN | first, ""),
        ),
        Row::of_open("a reserved bit where compression was agreed", broken())
            .with(json!({ "compression": {} }))
            .each(
                [RSV1 | CLOSE, RSV1 | PING, RSV1 | PONG, 0x20 | TEXT, 0x10 | TEXT, 0x70 | BINARY],
                |peer, first| peer.frame(FIN | first, ""),
            )
            .does(|peer| {
                peer.frame(TEXT, "a");
                peer.frame(RSV1 | FIN, "b");
            }),
        Row::of_open("masked by a server, or not masked by a client", broken())
            .each([TEXT, BINARY, CLOSE, PING, PONG], |peer, opcode| {
                peer.send(bytes::frame(FIN | opcode, b"", !peer.masks()))
            }),
    ]
}

fn of_lengths() -> [Row; 4] {
    let too_large = || Outcome::failed("too_large", 1009);
    [
        Row::of_open("a length of 2^63 and more", broken()).each(
            [
                (FIN | TEXT, 1 << 63),
                (FIN | BINARY, 1 << 63),
                (BINARY, u64::MAX),
                (FIN | PING, 1 << 63),
            ],
            |peer, (first, length)| peer.header(*first, *length),
        ),
        Row::of_open("a length that no memory has", too_large()).each(
            [(FIN | TEXT, (1 << 63) - 1), (FIN | BINARY, 1 << 40), (BINARY, (64 << 20) + 1)],
            |peer, (first, length)| peer.header(*first, *length),
        ),
        Row::of_open("lengths that are too much in sum", too_large()).each(
            [i64::MAX as u64, 64 << 20],
            |peer, length| {
                peer.frame(BINARY, "x");
                peer.header(FIN, *length);
            },
        ),
        Row::of_open("a frame over its limit", Outcome::failed("frame_too_large", 1009))
            .with(json!({ "max_frame_bytes": 1000 }))
            .each([1001, 64 << 20], |peer, length| peer.header(FIN | TEXT, *length)),
    ]
}

fn of_messages() -> [Row; 3] {
    [
        Row::of_open("a control frame that is fragmented or too long", broken())
            .each([PING, PONG, CLOSE], |peer, opcode| peer.frame(*opcode, ""))
            .each([PING, PONG, CLOSE], |peer, opcode| peer.frame(FIN | opcode, [b'x'; 126])),
        Row::of_open("fragments that do not follow each other", broken())
            .each([0, FIN], |peer, first| peer.frame(*first, "a continuation of nothing"))
            .each([TEXT, BINARY, FIN | TEXT, FIN | BINARY], |peer, first| {
                peer.frame(TEXT, "not the end");
                peer.frame(*first, "another beginning");
            }),
        Row::of_open("what is not DEFLATE data", broken()).with(json!({ "compression": {} })).each(
            // A block of no type, a stored one whose length is wrong, a reference to nothing.
            [&b"\xff\xff\xff"[..], b"\x00\x05\x00\x00\x00", b"\x02\x02\x00"],
            |peer, data| peer.frame(FIN | RSV1 | TEXT, data),
        ),
    ]
}
