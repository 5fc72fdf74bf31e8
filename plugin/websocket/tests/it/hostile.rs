//! Peers that violate the protocol, and peers that disappear.

use crate::event::Event;
use crate::peer::{Peer, open};
use crate::rig::Rig;
use pulsewire_plugin::Plugin;
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;

#[test]
fn a_frame_that_breaks_the_protocol_is_closed_with_1002() {
    for frame in [
        &b"\x83\x00"[..],                                  // a reserved opcode
        b"\xc1\x00",                                       // a reserved bit
        b"\x80\x00",                                       // a continuation of nothing
        b"\x09\x00",                                       // a fragmented Ping
        &[b"\x89\x7e\x00\x7e", &[b'x'; 126][..]].concat(), // a Ping of 126 bytes
        b"\x88\x01x",                                      // half a close code
        b"\x81\x81\x00\x00\x00\x00x",                      // masked by a server
    ] {
        let (error, stop, sent) = breaks(json!({}), frame);
        assert_eq!(error.error("the peer violated RFC 6455"), "protocol");
        assert_eq!(stop.ending(), (1002, "protocol".to_owned(), false, false));
        assert_eq!(sent, close(1002, "protocol"), "after {frame:?}");
    }
}

#[test]
fn text_that_is_not_utf8_is_closed_with_1007() {
    for frame in [&b"\x81\x01\xff"[..], b"\x01\x01\xc3\x80\x01x"] {
        let (error, stop, sent) = breaks(json!({}), frame);
        assert_eq!(error.error("a text message is not valid UTF-8"), "utf8");
        assert_eq!(stop.int("code"), 1007);
        assert_eq!(sent, close(1007, "utf8"));
    }
}

#[test]
fn a_message_over_the_limit_is_closed_with_1009() {
    let limit = json!({ "max_message_bytes": 5 });
    for frame in [
        &b"\x81\x06abcdef"[..],
        b"\x01\x03abc\x80\x03def",
        b"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff",
    ] {
        let (error, stop, sent) = breaks(limit.clone(), frame);
        assert_eq!(error.error("`max_message_bytes`"), "too_large");
        assert_eq!(stop.int("code"), 1009);
        assert_eq!(sent, close(1009, "too_large"));
    }
}

#[test]
fn a_message_at_the_limit_is_received() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "max_message_bytes": 5 })));
    let [receive] = rig.nodes("Echo", ["on_receive"]);
    let mut socket = open(&mut rig, &peer);
    peer.send(&mut socket, "abcde");
    assert_eq!(rig.wait(receive).text("message"), "abcde");
}

#[test]
fn a_peer_that_vanishes_is_lost() {
    let reset = |stream: TcpStream| {
        let stream = stream.into_std().unwrap();
        socket2::SockRef::from(&stream).set_linger(Some(std::time::Duration::ZERO)).unwrap();
    };
    for (end, says) in
        [(drop as fn(TcpStream), "without a closing handshake"), (reset, "the connection was lost")]
    {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(json!({})));
        let [error, stop] = rig.nodes("Echo", ["on_error", "on_stop"]);
        let socket = open(&mut rig, &peer);
        peer.run(async { end(socket.into_inner()) });
        let event = rig.next();
        assert_eq!((event.node, event.error(says)), (error, "lost".to_owned()));
        let event = rig.next();
        assert_eq!((event.node, event.ending()), (stop, (1006, String::new(), false, false)));
        let status = &rig.plugin.status().connections[0];
        assert_eq!((status.errors, status.unhandled_errors), (1, 0));
    }
}

#[test]
fn an_error_that_no_node_listens_to_is_unhandled() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [stop] = rig.nodes("Echo", ["on_stop"]);
    drop(open(&mut rig, &peer));
    rig.wait(stop);
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.errors, status.unhandled_errors), (1, 1));
}

/// An open connection on which the peer sends this: the error, the stop, and what the peer got.
fn breaks(settings: Json, frame: &[u8]) -> (Event, Event, Vec<u8>) {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(settings));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    let [on_error, on_stop] = rig.nodes("Echo", ["on_error", "on_stop"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    peer.write(&mut stream, frame);
    let sent = peer.read_rest(&mut stream);
    drop(stream);
    let (error, stop) = (rig.next(), rig.next());
    assert_eq!((error.node, stop.node), (on_error, on_stop));
    assert_eq!(stop.text("cause"), "error");
    (error, stop, unmask(&sent))
}

/// The one frame that was sent, without its mask.
fn unmask(sent: &[u8]) -> Vec<u8> {
    let (head, mask, payload) = (&sent[..2], &sent[2..6], &sent[6..]);
    let payload = payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    [head[0], head[1] & 0x7f].into_iter().chain(payload).collect()
}

fn close(code: u16, reason: &str) -> Vec<u8> {
    let len = u8::try_from(reason.len() + 2).unwrap();
    [&[0x88, len][..], &code.to_be_bytes(), reason.as_bytes()].concat()
}
