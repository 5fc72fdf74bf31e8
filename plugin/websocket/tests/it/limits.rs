//! Limits of incoming messages: each has its own kind and close code.

use crate::peer::{Peer, listen};
use crate::rig::Rig;
use pulsewire_plugin::Value;
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A frame as a server sends it: not masked.
fn frame(first: u8, size: u8) -> Vec<u8> {
    [vec![first, size], vec![b'x'; size.into()]].concat()
}

/// The kind, the close code that On WebSocket Stop tells and the one that the peer got, when these frames come in.
fn breaks(more: Json, frames: &[u8], says: &str) -> (String, i64, u16) {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(more));
    let [start, on_start, on_error, on_stop] =
        rig.nodes("Echo", ["client_start", "on_start", "on_error", "on_stop"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    peer.write(&mut stream, frames);
    let kind = rig.wait(on_error).error(says);
    let sent = peer.read_rest(&mut stream);
    drop(stream);
    let [0x88, _, a, b, _, _, first, second, ..] = sent[..] else { panic!("no Close: {sent:?}") };
    (kind, rig.wait(on_stop).int("code"), u16::from_be_bytes([first ^ a, second ^ b]))
}

#[test]
fn a_frame_over_its_limit_is_closed_with_1009() {
    let more = json!({ "max_frame_bytes": 10 });
    let broken = breaks(more, &frame(0x81, 11), "the limit is `max_frame_bytes` in the settings");
    assert_eq!(broken, ("frame_too_large".to_owned(), 1009, 1009));
}

#[test]
fn a_message_over_its_limit_is_closed_with_1009_in_any_form() {
    let more = || json!({ "max_message_bytes": 10 });
    let says = "the limit is `max_message_bytes` in the settings";
    let expected = ("too_large".to_owned(), 1009, 1009);
    assert_eq!(breaks(more(), &frame(0x81, 11), says), expected);
    let fragments = [frame(0x01, 6), frame(0x80, 6)].concat();
    assert_eq!(breaks(more(), &fragments, says), expected);
}

#[test]
fn frames_and_messages_at_their_limit_pass() {
    let peer = Peer::new();
    let more = json!({ "max_frame_bytes": 10, "max_message_bytes": 20, "max_fragments": 2 });
    let mut rig = Rig::new(&peer.settings(more));
    let [start, receive] = rig.nodes("Echo", ["client_start", "on_receive"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    let ping = frame(0x89, 0);
    let frames = [frame(0x01, 10), ping, frame(0x80, 10), frame(0x81, 10)].concat();
    peer.write(&mut stream, &frames);
    assert_eq!(rig.wait(receive).text("message").len(), 20);
    assert_eq!(rig.wait(receive).text("message").len(), 10);
}

#[test]
fn an_answer_longer_than_its_limit_is_refused() {
    for size in [0, 100_000] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(json!({ "max_handshake_bytes": 300 })));
        let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
        rig.pulse(start, &[]).ok();
        let mut stream = peer.accept_raw();
        peer.read_head(&mut stream);
        // Once its end comes with the rest, once the end never comes.
        let end = if size == 0 { "\r\n\r\n" } else { "" };
        let head = format!("HTTP/1.1 101 Switching\r\nX: {}{end}", "x".repeat(size.max(400)));
        // It may hang up before it has read everything.
        let _ = peer.run(stream.write_all(head.as_bytes()));
        let says = "the header section of the handshake exceeds 300 bytes (`max_handshake_bytes`)";
        assert_eq!(rig.wait(on_error).error(says), "handshake_too_large");
    }
}

#[test]
fn a_request_longer_than_its_limit_gets_431() {
    let settings = json!({ "servers": [{ "name": "S", "port": 0, "max_handshake_bytes": 300 }] });
    let mut rig = Rig::new(&settings);
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let peer = Peer::new();
    let answer = peer.run(async {
        let mut stream =
            TcpStream::connect(("127.0.0.1", u16::try_from(port).unwrap())).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(400));
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    });
    assert!(answer.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"), "{answer}");
    let error = rig.wait(on_error);
    assert_eq!(error.text("kind"), "handshake_too_large");
    assert_eq!(*error.get("client"), Value::from(""));
}
