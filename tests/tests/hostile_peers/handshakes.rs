//! Opening handshakes that are too slow, too long, or wrong.

use crate::peer::Peer;
use crate::program::Side;
use crate::row::{Outcome, Row};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// What goes wrong whichever side the program is; then what is wrong for that side alone.
pub(crate) fn rows(side: Side) -> Vec<Row> {
    let mut rows = Vec::from(too_slow_or_too_long(side));
    rows.extend(not_http(side));
    match side {
        Side::Client => rows.extend(wrong_answers()),
        Side::Server => rows.extend(wrong_requests()),
    }
    rows.push(not_exactly_once(side));
    rows
}

fn too_slow_or_too_long(side: Side) -> [Row; 3] {
    // Long enough for a good handshake on a busy machine.
    let impatient: Json = match side {
        Side::Client => json!({ "connect_timeout_ms": 1500 }),
        Side::Server => json!({ "handshake_timeout_ms": 1500 }),
    };
    let late = || Outcome::refused(side, "timeout", 408);
    let too_large = || Outcome::refused(side, "handshake_too_large", 431);
    [
        Row::before_handshake("half a head and then silence", late())
            .with(impatient.clone())
            .attempt(|peer| {
                let head = peer.head();
                peer.send(&head[..head.len() / 2]);
            }),
        Row::before_handshake("a head that comes byte by byte", late()).with(impatient).attempt(
            |peer| {
                let head = peer.head();
                peer.send_slowly(head, Duration::from_millis(50));
            },
        ),
        Row::before_handshake("a head of 10 MiB", too_large()).attempts(
            ["a line", "lines"],
            |peer, way| {
                let head = peer.head();
                let end = if *way == "a line" { "" } else { "\r\nX-Filler: " };
                let filler = format!("X-Filler: {end}{}", "x".repeat(1000));
                peer.send(head.trim_end_matches("\r\n"));
                peer.send("\r\n");
                peer.send(filler.repeat(10 << 10));
            },
        ),
    ]
}

fn not_http(side: Side) -> [Row; 3] {
    let refused = || Outcome::refused(side, "handshake", 400);
    [
        Row::before_handshake("a head that ends too early", refused()).attempts(
            [0, 1, 20, 60],
            |peer, cut| {
                let head = peer.head();
                peer.send(&head[..*cut]);
                peer.end();
            },
        ),
        Row::before_handshake("a head of 1000 headers", refused()).attempt(|peer| {
            let head = peer.head();
            let many: String = (0..1000).map(|at| format!("X-{at}: x\r\n")).collect();
            peer.send(head.trim_end_matches("\r\n").to_owned() + "\r\n" + &many + "\r\n");
        }),
        Row::before_handshake("what is not HTTP", Outcome::refused(side, "handshake", 400))
            .attempts(
                [
                    &b"SSH-2.0-OpenSSH_9.2\r\n\r\n"[..],
                    b"\x00\x00\x00\x00\r\n\r\n",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                    b"\x15\x03\x01\x00\x02\x02\x28",
                    b"\r\n\r\n\r\n\r\n",
                    b"GET / HTTP/1.1\nHost: a\n\xff\xff: \xff\n\n",
                ],
                |peer, bytes| {
                    let _ = peer.head();
                    peer.send(bytes);
                },
            ),
    ]
}

fn wrong_answers() -> [Row; 2] {
    let refused = || Outcome::refused(Side::Client, "handshake", 0);
    [
        Row::before_handshake("a wrong Sec-WebSocket-Accept", refused()).attempts(
            [
                // Of another key, of no key, the same in capitals, none.
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Sec-WebSocket-Accept: \r\n",
                "Sec-WebSocket-Accept: CAPITALS\r\n",
                "",
            ],
            |peer, wrong| {
                let head = peer.head();
                let right = head.lines().find(|line| line.contains("Accept")).unwrap();
                let capitals = right.rsplit(' ').next().unwrap().to_uppercase();
                let wrong = wrong.replace("CAPITALS", &capitals);
                peer.send(head.replace(&format!("{right}\r\n"), &wrong));
            },
        ),
        Row::before_handshake("an answer that is no upgrade", refused()).attempts(
            [
                ("101 Switching Protocols", "200 OK"),
                ("101 Switching Protocols", "100 Continue"),
                ("Connection: Upgrade", "Connection: close"),
                ("Upgrade: websocket\r\n", ""),
                ("Upgrade: websocket", "Upgrade: h2c"),
                ("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
            ],
            |peer, (right, wrong)| {
                let head = peer.head();
                peer.send(head.replace(right, wrong));
                peer.end();
            },
        ),
    ]
}

fn wrong_requests() -> [Row; 4] {
    let refused = |status| Outcome::refused(Side::Server, "handshake", status);
    let ask = |peer: &mut Peer, (right, wrong): &(&str, &str)| {
        let head = peer.head();
        peer.send(head.replace(right, wrong));
    };
    [
        Row::before_handshake("a request that is not as RFC 6455 wants it", refused(400)).attempts(
            [
                ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
                ("HTTP/1.1", "HTTP/1.0"),
                ("Connection: Upgrade", "Connection: close"),
                ("Sec-WebSocket-Version: 13\r\n", ""),
            ],
            ask,
        ),
        Row::before_handshake("another method than GET", refused(405))
            .attempts([("GET / ", "POST / "), ("GET / ", "HEAD / ")], ask),
        Row::before_handshake("another version of the protocol", refused(426))
            .attempts([("Version: 13", "Version: 8"), ("Version: 13", "Version: 14")], ask),
        Row::before_handshake("a request for something else", refused(426)).attempts(
            [("Upgrade: websocket", "Upgrade: h2c"), ("Upgrade: websocket\r\n", "")],
            ask,
        ),
    ]
}

/// RFC 6455 section 4.1 lets no other value stand in the answer, section 4.2.1 wants a Host in the request, of which
/// there is exactly one (RFC 9112 section 3.2), and section 11.3 wants the others no more than once.
fn not_exactly_once(side: Side) -> Row {
    let name = "a head in which something is not there exactly once";
    let ways: &[(&str, &str)] = match side {
        Side::Client => &[
            ("Upgrade: websocket", "Upgrade: websocket\r\nUpgrade: h2c"),
            ("\r\n\r\n", "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"),
        ],
        Side::Server => &[
            ("Host: localhost\r\n", ""),
            ("Host: localhost", "Host: localhost\r\nHost: elsewhere"),
            ("Version: 13", "Version: 13\r\nSec-WebSocket-Version: 8"),
            ("\r\n\r\n", "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"),
        ],
    };
    Row::before_handshake(name, Outcome::refused(side, "handshake", 400)).attempts(
        ways,
        |peer, way| {
            let head = peer.head();
            peer.send(head.replace(way.0, way.1));
            peer.end();
        },
    )
}
