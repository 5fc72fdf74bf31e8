//! permessage-deflate (RFC 7692) on both sides.

use crate::peer::{Peer, listen};
use crate::rig::Rig;
use flate2::{Compress, Compression, FlushCompress};
use pulsewire_plugin::Value;
use serde_json::{Value as Json, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

const HELLO: &[u8] = b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00";
const ACCEPTED: &str = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

#[test]
fn the_negotiated_compression_is_reported_and_used_both_ways() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "compression": { "threshold_bytes": 20 } })));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    let [receive, send] = rig.nodes("Echo", ["on_receive", "client_send"]);
    rig.pulse(start, &[]);
    let (mut stream, request) = peer.accept_with(ACCEPTED);
    let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    assert!(request.contains(&offer.to_lowercase()) || request.contains(offer), "{request}");
    assert_eq!(rig.wait(on_start).text("extensions"), "permessage-deflate");
    peer.write(&mut stream, HELLO);
    // The second refers to the first.
    peer.write(&mut stream, b"\xc1\x05\xf2\x00\x11\x00\x00");
    for _ in 0..2 {
        assert_eq!(rig.wait(receive).text("message"), "Hello");
    }
    rig.pulse(send, &[Value::from("x".repeat(19))]).ok();
    assert_eq!(read(&peer, &mut stream, 2 + 4 + 19)[..2], [0x81, 0x80 | 19]);
    rig.pulse(send, &[Value::from("x".repeat(100))]).ok();
    let head = read(&peer, &mut stream, 2);
    assert_eq!(head[0], 0xc1);
    assert!(head[1] & 0x7f < 20, "{head:?}");
}

#[test]
fn without_the_section_or_when_disabled_compression_is_neither_offered_nor_accepted() {
    for settings in [json!({}), json!({ "compression": { "enabled": false } })] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(settings));
        let [start, error] = rig.nodes("Echo", ["client_start", "on_error"]);
        rig.pulse(start, &[]);
        let (_stream, request) = peer.accept_with(ACCEPTED);
        assert!(!request.to_lowercase().contains("extensions"), "{request}");
        assert_eq!(rig.wait(error).error("an extension that was not offered"), "handshake");
    }
}

#[test]
fn an_answer_that_does_not_fit_the_offer_is_refused() {
    let peer = Peer::new();
    let mut rig =
        Rig::new(&peer.settings(json!({ "compression": { "server_max_window_bits": 10 } })));
    let [start, error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]);
    let (_stream, request) = peer.accept_with(ACCEPTED);
    assert!(request.contains("; server_max_window_bits=10; client_max_window_bits"), "{request}");
    assert_eq!(rig.wait(error).error("exceeds `server_max_window_bits`"), "handshake");
}

#[test]
fn a_bomb_is_closed_with_1009_long_before_it_is_inflated() {
    for limit in [json!({}), json!({ "max_inflated_bytes": 1_000_000 })] {
        let inflates = limit.as_object().is_some_and(|limit| !limit.is_empty());
        let most = if inflates { 64 << 20 } else { 1_000_000 };
        let settings = json!({ "compression": limit, "max_message_bytes": most });
        let (told, sent) = breaks(&settings, &bomb(10 << 20));
        assert_eq!(told, ("too_large".to_owned(), 1009));
        assert_eq!(sent[2..4], 1009_u16.to_be_bytes());
    }
}

#[test]
fn a_message_that_is_not_deflate_data_is_closed_with_1002() {
    let (told, _) = breaks(&json!({ "compression": {} }), b"\xc2\x05\xff\xff\xff\xff\xff");
    assert_eq!(told, ("protocol".to_owned(), 1002));
}

#[test]
fn a_server_agrees_with_each_client_and_compresses_once_for_all() {
    let peer = Peer::new();
    let server = json!({ "name": "S", "port": 0, "compression": { "client_max_window_bits": 10 } });
    let mut rig = Rig::new(&json!({ "servers": [server] }));
    let [connect, send, receive] =
        rig.nodes("S", ["on_server_connect", "server_send", "on_server_receive"]);
    let port = listen(&mut rig);
    let offers = [
        (
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_max_window_bits=10",
        ),
        ("x-unknown, permessage-deflate", "permessage-deflate"),
        ("permessage-deflate; server_max_window_bits=x", ""),
    ];
    let mut streams = Vec::new();
    for (offer, answer) in offers {
        let (stream, head) = ask(&peer, port, "/", offer);
        assert_eq!(rig.wait(connect).text("extensions"), answer);
        let line = format!("sec-websocket-extensions: {answer}\r\n");
        assert_eq!(head.to_lowercase().contains(&line), !answer.is_empty(), "{head}");
        streams.push(stream);
    }
    let message = "the same for all ".repeat(100);
    rig.pulse(send, &[Value::Null, Value::from(message.as_str())]).ok();
    let heads = streams.iter_mut().map(|stream| read(&peer, stream, 2));
    let heads: Vec<_> = heads.collect();
    assert_eq!(heads[0], heads[1]);
    let length = usize::from(heads[0][1]);
    assert!(length < 126);
    assert_eq!((heads[0][0], heads[2].as_slice()), (0xc1, &[0x81, 126][..]));
    let [one, other] = [0, 1].map(|at| read(&peer, &mut streams[at], length));
    assert_eq!(one, other);
    peer.write(&mut streams[0], &[b"\xc1\x87\0\0\0\0", &HELLO[2..]].concat());
    assert_eq!(rig.wait(receive).text("message"), "Hello");
}

#[test]
fn a_path_may_have_a_compression_of_its_own() {
    let peer = Peer::new();
    let paths = json!({ "/packed": { "compression": {} } });
    let mut rig =
        Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "path": "/", "paths": paths }] }));
    let [connect] = rig.nodes("S", ["on_server_connect"]);
    let port = listen(&mut rig);
    for (path, extensions) in [("/", ""), ("/packed", "permessage-deflate")] {
        let _stream = ask(&peer, port, path, "permessage-deflate");
        assert_eq!(rig.wait(connect).text("extensions"), extensions);
    }
}

/// A client that asks for this path and offers this extension; with the server's answer.
fn ask(peer: &Peer, port: i64, path: &str, offer: &str) -> (TcpStream, String) {
    let mut stream = peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
         Sec-WebSocket-Extensions: {offer}\r\n\r\n",
    );
    peer.write(&mut stream, request.as_bytes());
    let head = peer.read_head(&mut stream);
    (stream, head)
}

fn read(peer: &Peer, stream: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    peer.run(stream.read_exact(&mut bytes)).unwrap();
    bytes
}

/// What a client's graph is told and the server gets when the server sends this.
fn breaks(settings: &Json, bytes: &[u8]) -> ((String, i64), Vec<u8>) {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(settings.clone()));
    let [start, error, stop] = rig.nodes("Echo", ["client_start", "on_error", "on_stop"]);
    rig.pulse(start, &[]);
    let (mut stream, _) = peer.accept_with(ACCEPTED);
    peer.write(&mut stream, bytes);
    let kind = rig.wait(error).text("kind");
    let mut sent = peer.read_rest(&mut stream);
    drop(stream);
    let key: Vec<u8> = sent[2..6].to_vec();
    sent.drain(2..6);
    sent[2..].iter_mut().zip(key.iter().cycle()).for_each(|(byte, key)| *byte ^= key);
    ((kind, rig.wait(stop).int("code")), sent)
}

/// A frame that inflates to so many zeros.
fn bomb(size: usize) -> Vec<u8> {
    let mut deflated = Vec::with_capacity(size / 100 + 100);
    let mut engine = Compress::new(Compression::best(), false);
    engine.compress_vec(&vec![0; size], &mut deflated, FlushCompress::Sync).unwrap();
    let mut frame = vec![0xc2, 126];
    frame.extend((deflated.len() as u16).to_be_bytes());
    frame.extend(deflated);
    frame
}
