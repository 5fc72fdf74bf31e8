//! Messages in fragments.

use crate::peer::{Peer, listen};
use crate::rig::Rig;
use pulsewire_plugin::{Plugin, Value};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const TEXT: u8 = 0x01;
const FIN: u8 = 0x80;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

/// A frame as it came: its first byte and its payload, without mask.
type Frame = (u8, Vec<u8>);

async fn frame(stream: &mut TcpStream) -> Frame {
    let (first, second) = (stream.read_u8().await.unwrap(), stream.read_u8().await.unwrap());
    let size = match second & 0x7f {
        126 => stream.read_u16().await.unwrap().into(),
        127 => stream.read_u64().await.unwrap(),
        size => size.into(),
    };
    let mut key = [0; 4];
    if second & 0x80 != 0 {
        stream.read_exact(&mut key).await.unwrap();
    }
    let mut payload = vec![0; usize::try_from(size).unwrap()];
    stream.read_exact(&mut payload).await.unwrap();
    payload.iter_mut().zip(key.iter().cycle()).for_each(|(byte, key)| *byte ^= key);
    (first, payload)
}

/// The frames up to the end of a message.
fn message(peer: &Peer, stream: &mut TcpStream) -> Vec<Frame> {
    let mut frames = Vec::new();
    while frames.last().is_none_or(|(first, _)| first & 0x08 != 0 || first & FIN == 0) {
        frames.push(peer.run(frame(stream)));
    }
    frames
}

fn sizes(frames: &[Frame]) -> Vec<(u8, usize)> {
    frames.iter().map(|(first, payload)| (*first, payload.len())).collect()
}

#[test]
fn a_large_message_is_sent_in_fragments() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "fragment_bytes": 1000 })));
    let [start, on_start, send] = rig.nodes("Echo", ["client_start", "on_start", "client_send"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    let text = "0123456789".repeat(250);
    for text in [&text[..1000], &text, &text[..2000]] {
        rig.pulse(send, &[Value::from(text)]).ok();
        let frames = message(&peer, &mut stream);
        let expected = match text.len() {
            1000 => vec![(FIN | TEXT, 1000)],
            2000 => vec![(TEXT, 1000), (FIN, 1000)],
            _ => vec![(TEXT, 1000), (0, 1000), (FIN, 500)],
        };
        assert_eq!(sizes(&frames), expected);
        let whole: Vec<u8> = frames.into_iter().flat_map(|(_, payload)| payload).collect();
        assert!(whole == text.as_bytes());
    }
    assert_eq!(rig.plugin.status().connections[0].dropped, 0);
}

#[test]
fn a_server_sends_fragments_too() {
    let mut rig =
        Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "fragment_bytes": 1000 }] }));
    let [connect, send] = rig.nodes("S", ["on_server_connect", "server_send"]);
    let port = u16::try_from(listen(&mut rig)).unwrap();
    let peer = Peer::new();
    let mut stream = peer.run(TcpStream::connect(("127.0.0.1", port))).unwrap();
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    peer.write(&mut stream, request.as_bytes());
    peer.read_head(&mut stream);
    rig.wait(connect);
    rig.pulse(send, &[Value::Null, Value::from("x".repeat(1001))]).ok();
    assert_eq!(sizes(&message(&peer, &mut stream)), [(TEXT, 1000), (FIN, 1)]);
}

#[test]
fn a_large_message_in_fragments_holds_up_no_pings() {
    let peer = Peer::new();
    let keep_alive = json!({ "ping_interval_ms": 10, "pong_timeout_ms": 60_000 });
    let more = json!({ "fragment_bytes": 65_536, "keep_alive": keep_alive });
    let mut rig = Rig::new(&peer.settings(more));
    let [start, on_start, send] = rig.nodes("Echo", ["client_start", "on_start", "client_send"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    // Far more than the system takes at once, so that both Pings come while it is on its way.
    rig.pulse(send, &[Value::from("x".repeat(32 << 20))]).ok();
    peer.run(stream.write_all(&[PING, 2, b'h', b'i'])).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(100));
    let frames = message(&peer, &mut stream);
    let pong = frames.iter().any(|frame| *frame == (PONG, b"hi".to_vec()));
    let ping = frames.iter().any(|(first, _)| *first == PING);
    assert_eq!((pong, ping), (true, true), "both come before the last fragment");
}

#[test]
fn too_many_fragments_are_closed_with_1008() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "max_fragments": 2 })));
    let [start, receive, on_error, on_stop] =
        rig.nodes("Echo", ["client_start", "on_receive", "on_error", "on_stop"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    // Two are fine, and control frames between them do not count.
    let (first, empty_ping, last) = ([TEXT, 1, b'a'], [PING, 0], [FIN, 1, b'b']);
    peer.write(&mut stream, &[&first[..], &empty_ping, &last].concat());
    assert_eq!(rig.wait(receive).text("message"), "ab");
    peer.write(&mut stream, &[&first[..], &[0, 0], &[0, 0]].concat());
    let says = "a message has more than 2 fragments; the limit is `max_fragments` in the settings";
    assert_eq!(rig.wait(on_error).error(says), "too_many_fragments");
    assert_eq!(peer.run(frame(&mut stream)), (PONG, Vec::new()));
    let (first, payload) = peer.run(frame(&mut stream));
    assert_eq!((first, &payload[..2]), (0x88, &1008_u16.to_be_bytes()[..]));
    drop(stream);
    assert_eq!(rig.wait(on_stop).int("code"), 1008);
}
