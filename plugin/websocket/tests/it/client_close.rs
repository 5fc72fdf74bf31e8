//! How a client connection closes.

use crate::peer::{Peer, open};
use crate::rig::Rig;
use pulsewire_plugin::{Plugin, Value};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

fn frame(code: u16, reason: &str) -> CloseFrame {
    CloseFrame { code: code.into(), reason: reason.into() }
}

fn rig() -> (Peer, Rig) {
    let peer = Peer::new();
    let rig = Rig::new(&peer.settings(json!({ "close_timeout_ms": 2000 })));
    (peer, rig)
}

#[test]
fn the_other_side_closes() {
    for (close, code, reason) in [
        (Some(frame(1000, "")), 1000, ""),
        (Some(frame(4321, "bye")), 4321, "bye"),
        (None, 1005, ""),
    ] {
        let (peer, mut rig) = rig();
        let [on_stop, _] = rig.nodes("Echo", ["on_stop", "on_error"]);
        let mut socket = open(&mut rig, &peer);
        peer.run(socket.close(close.clone())).unwrap();
        assert_eq!(peer.closed(socket), close, "its frame is echoed");
        let event = rig.next();
        assert_eq!((event.node, event.ending()), (on_stop, (code, reason.to_owned(), true, false)));
        assert_eq!(event.text("cause"), "peer");
        assert_eq!(rig.plugin.status().connections[0].state, "closed");
    }
}

#[test]
fn we_close_with_code_and_reason_after_what_was_sent() {
    let (peer, mut rig) = rig();
    let [stop, send, on_stop] = rig.nodes("Echo", ["client_stop", "client_send", "on_stop"]);
    let mut socket = open(&mut rig, &peer);
    rig.pulse(send, &[Value::from("last words")]).ok();
    rig.pulse(stop, &[Value::Int(3001), Value::from("done")]).ok();
    assert_eq!(rig.pulse(send, &[Value::from("too late")]).failed().0, "not_open");
    assert_eq!(peer.receive(&mut socket), Message::text("last words"));
    assert_eq!(peer.closed(socket), Some(frame(3001, "done")));
    let stopped = rig.wait(on_stop);
    assert_eq!(stopped.ending(), (3001, "done".to_owned(), true, true));
    assert_eq!(stopped.text("cause"), "stop");
}

#[test]
fn the_standard_close_is_1000() {
    let (peer, mut rig) = rig();
    let [stop, on_stop] = rig.nodes("Echo", ["client_stop", "on_stop"]);
    let socket = open(&mut rig, &peer);
    rig.pulse(stop, &[]).ok();
    assert_eq!(peer.closed(socket), Some(frame(1000, "")));
    assert_eq!(rig.wait(on_stop).ending(), (1000, String::new(), true, true));
}

#[test]
fn a_code_that_may_not_be_sent_is_the_nodes_error() {
    let (peer, mut rig) = rig();
    let [stop] = rig.nodes("Echo", ["client_stop"]);
    let _socket = open(&mut rig, &peer);
    let error = rig.pulse(stop, &[Value::Int(1006)]).flow.unwrap_err();
    assert_eq!((error.code.as_ref(), error.input), ("bad_close_code", Some(0)));
    assert_eq!(rig.plugin.status().connections[0].state, "open");
}

#[test]
fn a_peer_that_does_not_close_is_cut_off() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "close_timeout_ms": 50 })));
    let [start, stop, on_start, on_stop] =
        rig.nodes("Echo", ["client_start", "client_stop", "on_start", "on_stop"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    rig.pulse(stop, &[]).ok();
    assert_eq!(rig.wait(on_stop).ending(), (1006, String::new(), false, true));
    assert_eq!(peer.read_rest(&mut stream)[..2], [0x88, 0x82], "a masked Close frame came");
}

#[test]
fn a_peer_that_answers_and_keeps_the_stream_is_not_waited_for() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "close_timeout_ms": 600_000 })));
    let [start, stop, on_start, on_stop] =
        rig.nodes("Echo", ["client_start", "client_stop", "on_start", "on_stop"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    rig.pulse(stop, &[]).ok();
    // Ours is masked, with a code.
    peer.run(tokio::io::AsyncReadExt::read_exact(&mut stream, &mut [0; 8])).unwrap();
    peer.write(&mut stream, &[0x88, 2, 0x03, 0xe8]);
    assert_eq!(rig.wait(on_stop).ending(), (1000, String::new(), true, true));
}

#[test]
fn messages_before_the_reply_to_our_close_are_delivered() {
    let (peer, mut rig) = rig();
    let [stop, receive, on_stop] = rig.nodes("Echo", ["client_stop", "on_receive", "on_stop"]);
    let mut socket = open(&mut rig, &peer);
    peer.send(&mut socket, "on its way");
    rig.wait(receive);
    rig.pulse(stop, &[]).ok();
    peer.send(&mut socket, "crossing");
    peer.closed(socket);
    assert_eq!(rig.wait(receive).text("message"), "crossing");
    assert!(rig.wait(on_stop).ending().2);
}

#[test]
fn a_stop_while_connecting_gives_up() {
    let (_peer, mut rig) = rig();
    let [start, stop, on_stop] = rig.nodes("Echo", ["client_start", "client_stop", "on_stop"]);
    rig.pulse(start, &[]).ok();
    rig.pulse(stop, &[]).ok();
    assert_eq!(rig.wait(on_stop).ending(), (1006, String::new(), false, true));
}

#[test]
fn a_start_while_closing_follows_the_close() {
    let (peer, mut rig) = rig();
    let [start, stop] = rig.nodes("Echo", ["client_start", "client_stop"]);
    let [on_start, on_stop] = rig.nodes("Echo", ["on_start", "on_stop"]);
    let first = open(&mut rig, &peer);
    rig.wait(on_start);
    rig.pulse(stop, &[]).ok();
    rig.pulse(start, &[]).ok();
    peer.closed(first);
    let _second = peer.accept();
    assert_eq!(rig.wait(on_stop).int("code"), 1000);
    rig.wait(on_start);
}

#[test]
fn a_stop_of_a_closed_connection_has_no_effect() {
    let (_peer, rig) = rig();
    let [stop] = rig.nodes("Echo", ["client_stop"]);
    rig.pulse(stop, &[]).ok();
    assert!(rig.log.has("stop has no effect"));
}
