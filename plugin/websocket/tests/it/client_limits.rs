//! Limits of the send queue: a full queue refuses or waits, and no message is lost.

use crate::peer::{Peer, open};
use crate::rig::{Rig, eventually};
use futures_util::SinkExt;
use pulsewire_plugin::{Plugin, Value};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio_tungstenite::tungstenite::Message;

#[test]
fn send_fails_while_nothing_is_open() {
    let rig = Rig::new(&Peer::new().settings(json!({})));
    let [send] = rig.nodes("Echo", ["client_send"]);
    let (code, message) = rig.pulse(send, &[Value::from("x")]).failed();
    assert_eq!(code, "not_open");
    assert_eq!(message, "the connection is closed, not open; wait for On WebSocket Start");
}

#[test]
fn send_fails_while_the_queue_is_full_and_accepted_messages_arrive() {
    let peer = Peer::new();
    let queue = json!({ "send_queue": { "max_messages": 10, "max_bytes": 10_000_000 } });
    let mut rig = Rig::new(&peer.settings(queue));
    let [send] = rig.nodes("Echo", ["client_send"]);
    let mut socket = open(&mut rig, &peer);
    // The peer reads nothing, so at some point the system's buffers are full.
    let message = Value::from("x".repeat(1 << 20));
    let mut taken = 0;
    let (code, told) = loop {
        let pulsed = rig.pulse(send, std::slice::from_ref(&message));
        if pulsed.flow.is_err() {
            break pulsed.failed();
        }
        taken += 1;
    };
    assert_eq!(code, "queue_full");
    assert!(told.contains("send slower or raise `send_queue.max_"), "{told}");
    for _ in 0..taken {
        assert_eq!(peer.receive(&mut socket).len(), 1 << 20);
    }
    rig.pulse(send, &[Value::from("room again")]).ok();
    assert_eq!(peer.receive(&mut socket), Message::text("room again"));
}

#[test]
fn a_message_beyond_the_byte_limit_is_never_accepted() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "send_queue": { "max_bytes": 10 } })));
    let [send] = rig.nodes("Echo", ["client_send"]);
    let mut socket = open(&mut rig, &peer);
    let (code, message) = rig.pulse(send, &[Value::from("12345678901")]).failed();
    assert_eq!(code, "queue_full");
    assert!(
        message.contains("a message of 11 bytes would exceed the limit of 10 bytes"),
        "{message}"
    );
    rig.pulse(send, &[Value::from("1234567890")]).ok();
    assert_eq!(peer.receive(&mut socket), Message::text("1234567890"));
}

#[test]
fn a_full_inbox_stops_the_reading_and_nothing_is_lost() {
    const MESSAGES: usize = 400;
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [receive, send] = rig.nodes("Echo", ["on_receive", "client_send"]);
    let (mut to_plugin, mut from_plugin) = {
        use futures_util::StreamExt;
        open(&mut rig, &peer).split()
    };
    rig.set_full(true);
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    peer.spawn(async move {
        for at in 0..MESSAGES {
            let message = format!("{at} {}", "x".repeat(100_000));
            to_plugin.send(Message::text(message)).await.unwrap();
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    // Writing goes on while reading waits.
    rig.pulse(send, &[Value::from("alive")]).ok();
    assert_eq!(peer.receive(&mut from_plugin), Message::text("alive"));
    rig.until(|status| status.messages_in != 0);
    assert_eq!(rig.plugin.status().connections[0].messages_in, 1, "no more than one was read");
    assert!(sent.load(Ordering::SeqCst) < MESSAGES, "the sender has to wait");
    rig.set_full(false);
    for at in 0..MESSAGES {
        assert!(rig.wait(receive).text("message").starts_with(&format!("{at} x")));
    }
}

#[test]
fn a_peer_that_reads_nothing_is_heard_all_the_same() {
    // More than a connection reads at once.
    const MESSAGES: usize = 1000;
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [receive, send] = rig.nodes("Echo", ["on_receive", "client_send"]);
    let mut socket = open(&mut rig, &peer);
    let message = Value::from("x".repeat(16 << 20));
    while rig.pulse(send, std::slice::from_ref(&message)).flow.is_ok() {}
    (0..MESSAGES).for_each(|at| peer.send(&mut socket, Message::text(at.to_string())));
    for at in 0..MESSAGES {
        assert_eq!(rig.wait(receive).text("message"), at.to_string());
    }
}

#[test]
fn a_stop_works_while_the_peer_reads_nothing() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "close_timeout_ms": 50 })));
    let [send, stop, on_stop] = rig.nodes("Echo", ["client_send", "client_stop", "on_stop"]);
    let _socket = open(&mut rig, &peer);
    let message = Value::from("x".repeat(16 << 20));
    eventually(|| rig.pulse(send, std::slice::from_ref(&message)).flow.is_err());
    rig.pulse(stop, &[]).ok();
    assert_eq!(rig.wait(on_stop).ending(), (1006, String::new(), false, true));
    assert!(rig.log.has("not sent: the connection has ended"), "{:?}", rig.log.all());
}
