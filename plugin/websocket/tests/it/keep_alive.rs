//! Pings, and messages when idle, from both sides.

use crate::peer::{Peer, listen, open};
use crate::rig::Rig;
use futures_util::StreamExt;
use pulsewire_plugin::{Plugin, Value};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

#[test]
fn a_ping_node_measures_the_round_trip() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [ping, on_pong] = rig.nodes("Echo", ["client_ping", "on_pong"]);
    assert_eq!(rig.pulse(ping, &[]).failed().0, "not_open");
    let mut socket = open(&mut rig, &peer);
    for _ in 0..2 {
        rig.pulse(ping, &[]).ok();
        assert!(matches!(peer.receive(&mut socket), Message::Ping(_)));
        peer.run(futures_util::SinkExt::flush(&mut socket)).unwrap();
        match rig.wait(on_pong).get("round_trip") {
            Value::Float(seconds) => assert!(*seconds > 0.0 && *seconds < 20.0, "{seconds}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_unsolicited_pong_is_no_event() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [_, receive] = rig.nodes("Echo", ["on_pong", "on_receive"]);
    let mut socket = open(&mut rig, &peer);
    peer.send(&mut socket, Message::Pong("unasked".into()));
    peer.send(&mut socket, Message::Pong(vec![0; 8].into()));
    peer.send(&mut socket, "behind");
    assert_eq!(rig.next().node, receive);
}

#[test]
fn pings_repeat_and_their_answers_keep_the_connection_open() {
    let peer = Peer::new();
    let keep_alive = json!({ "ping_interval_ms": 10, "pong_timeout_ms": 10_000 });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [on_pong] = rig.nodes("Echo", ["on_pong"]);
    let mut socket = open(&mut rig, &peer);
    peer.spawn(async move { while socket.next().await.is_some() {} });
    for _ in 0..5 {
        rig.wait(on_pong);
    }
    assert_eq!(rig.plugin.status().connections[0].state, "open");
}

#[test]
fn a_silent_server_is_noticed() {
    let peer = Peer::new();
    let keep_alive = json!({ "ping_interval_ms": 10, "pong_timeout_ms": 20 });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [on_error, on_stop] = rig.nodes("Echo", ["on_error", "on_stop"]);
    let socket = open(&mut rig, &peer);
    let says = "no answer to a Ping within 20 ms (`keep_alive.pong_timeout_ms`)";
    assert_eq!(rig.wait(on_error).error(says), "keepalive");
    assert_eq!(rig.wait(on_stop).ending(), (1006, String::new(), false, false));
    drop(socket);
}

#[test]
fn a_server_notices_a_silent_client() {
    let keep_alive = json!({ "ping_interval_ms": 10, "pong_timeout_ms": 1000 });
    let mut rig =
        Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "keep_alive": keep_alive }] }));
    let [on_error, on_disconnect] = rig.nodes("S", ["on_server_error", "on_server_disconnect"]);
    let port = listen(&mut rig);
    let peer = Peer::new();
    let silent = peer.connect(port);
    let mut answers = peer.connect(port);
    peer.spawn(async move { while answers.next().await.is_some() {} });
    let error = rig.wait(on_error);
    assert_eq!((error.text("kind").as_str(), error.text("client").as_str()), ("keepalive", "1"));
    assert_eq!(rig.wait(on_disconnect).int("code"), 1006);
    assert_eq!(rig.plugin.status().connections[0].open, 1, "who answers stays");
    drop(silent);
}

#[test]
fn a_peer_that_sends_but_does_not_answer_pings_is_alive() {
    let peer = Peer::new();
    let keep_alive = json!({ "ping_interval_ms": 20, "pong_timeout_ms": 1000 });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [start, on_start, receive, on_error] =
        rig.nodes("Echo", ["client_start", "on_start", "on_receive", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_by_hand();
    rig.wait(on_start);
    // Longer than the Ping may wait, a message arrives byte by byte.
    let frame: Vec<u8> = [vec![0x81, 40], vec![b'x'; 40]].concat();
    for byte in frame.chunks(1) {
        peer.write(&mut stream, byte);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(rig.next().node, receive);
    // Then it is silent.
    assert_eq!(rig.wait(on_error).text("kind"), "keepalive");
}

#[test]
fn while_the_graph_is_busy_no_answer_can_be_missed() {
    let peer = Peer::new();
    let keep_alive = json!({ "ping_interval_ms": 10, "pong_timeout_ms": 500 });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [receive, on_pong] = rig.nodes("Echo", ["on_receive", "on_pong"]);
    let mut socket = open(&mut rig, &peer);
    rig.set_full(true);
    peer.send(&mut socket, "busy");
    // Several times the time for an answer: the Pings are on the wire, and nothing is read.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!(rig.plugin.status().connections[0].state, "open");
    peer.spawn(async move { while socket.next().await.is_some() {} });
    rig.set_full(false);
    assert_eq!(rig.wait(receive).text("message"), "busy");
    rig.wait(on_pong);
}

#[test]
fn an_idle_connection_sends_its_message_and_keeps_the_answer() {
    let peer = Peer::new();
    let message = json!({ "send": { "text": "ping" }, "idle_ms": 10, "answer": { "hex": "01ff" },
                          "answer_timeout_ms": 10_000 });
    let keep_alive = json!({ "ping_interval_ms": 0, "message": message });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [receive] = rig.nodes("Echo", ["on_receive"]);
    let mut socket = open(&mut rig, &peer);
    for _ in 0..3 {
        assert_eq!(peer.receive(&mut socket), Message::text("ping"));
        peer.send(&mut socket, vec![1, 255]);
    }
    peer.send(&mut socket, "for the graph");
    assert_eq!(rig.wait(receive).text("message"), "for the graph");
    assert!(!rig.has_events(), "the answers are not for the graph");
}

#[test]
fn an_answer_in_json_is_compared_as_a_value() {
    let peer = Peer::new();
    let message = json!({ "send": { "json": { "op": "ping" } }, "idle_ms": 10,
                          "answer": { "json": { "op": "pong", "n": 1 } },
                          "answer_timeout_ms": 10_000 });
    let keep_alive = json!({ "ping_interval_ms": 0, "message": message });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [receive] = rig.nodes("Echo", ["on_receive"]);
    let mut socket = open(&mut rig, &peer);
    for _ in 0..3 {
        assert_eq!(peer.receive(&mut socket), Message::text(r#"{"op":"ping"}"#));
        peer.send(&mut socket, r#"{ "n": 1, "op": "pong" }"#);
    }
    peer.send(&mut socket, r#"{ "n": 2, "op": "pong" }"#);
    assert_eq!(rig.wait(receive).text("message"), r#"{ "n": 2, "op": "pong" }"#);
    assert!(!rig.has_events(), "the answers are not for the graph");
}

#[test]
fn a_missing_answer_ends_the_connection() {
    let peer = Peer::new();
    let message = json!({ "send": { "hex": "00" }, "idle_ms": 1, "answer": { "text": "pong" },
                          "answer_timeout_ms": 20 });
    let keep_alive = json!({ "ping_interval_ms": 0, "message": message });
    let mut rig = Rig::new(&peer.settings(json!({ "keep_alive": keep_alive })));
    let [on_error] = rig.nodes("Echo", ["on_error"]);
    let mut socket = open(&mut rig, &peer);
    assert_eq!(peer.receive(&mut socket), Message::binary(vec![0]));
    peer.send(&mut socket, Message::binary("pong"));
    let says = "the expected answer did not arrive within 20 ms";
    assert_eq!(rig.wait(on_error).error(says), "keepalive");
}

#[test]
fn a_server_keeps_its_clients_awake() {
    let keep_alive =
        json!({ "ping_interval_ms": 0, "message": { "send": { "text": "." }, "idle_ms": 5 } });
    let mut rig =
        Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "keep_alive": keep_alive }] }));
    let port = listen(&mut rig);
    let peer = Peer::new();
    let mut client = peer.connect(port);
    for _ in 0..3 {
        assert_eq!(peer.receive(&mut client), Message::text("."));
    }
}
