//! Messages on a client's connection.

use crate::peer::{Peer, open};
use crate::rig::Rig;
use pulsewire_plugin::{Binary, Plugin, Text, Value};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

fn bytes(bytes: &[u8]) -> Value {
    Value::from(Binary::from(bytes))
}

#[test]
fn text_is_received_and_sent() {
    let (peer, mut rig) = rig();
    let [receive, send] = rig.nodes("Echo", ["on_receive", "client_send"]);
    let mut socket = open(&mut rig, &peer);
    for text in ["hello", "", "é🎉", &"x".repeat(1 << 20), &"long".repeat(1024)] {
        peer.send(&mut socket, text);
        let event = rig.wait(receive);
        assert!(event.text("message") == *text);
        assert_eq!(*event.get("was_binary"), Value::Bool(false));
        rig.pulse(send, &[event.get("message").clone()]).ok();
        assert!(peer.receive(&mut socket) == Message::text(text));
    }
}

#[test]
fn binary_is_received_and_sent() {
    let (peer, mut rig) = rig();
    let attributes = json!({ "configuration": "Echo", "is_binary": true });
    let receive = rig.node("on_receive", attributes.clone());
    let send = rig.node("client_send", attributes);
    let mut socket = open(&mut rig, &peer);
    for sent in [&[0xff, 0, 0xfe][..], &[], &vec![7; 1 << 20], &[9; 4096]] {
        peer.send(&mut socket, sent.to_vec());
        let event = rig.wait(receive);
        assert!(*event.get("message") == bytes(sent));
        assert_eq!(*event.get("was_binary"), Value::Bool(true));
        rig.pulse(send, &[event.get("message").clone()]).ok();
        assert!(peer.receive(&mut socket) == Message::binary(sent.to_vec()));
    }
}

#[test]
fn each_receiver_gets_the_type_it_wants() {
    let (peer, mut rig) = rig();
    let [text] = rig.nodes("Echo", ["on_receive"]);
    let binary = rig.node("on_receive", json!({ "configuration": "Echo", "is_binary": true }));
    let mut socket = open(&mut rig, &peer);
    peer.send(&mut socket, "a");
    peer.send(&mut socket, b"b".to_vec());
    for (message, was_binary) in [("a", false), ("b", true)] {
        let (as_text, as_binary) = (rig.wait(text), rig.wait(binary));
        assert_eq!(as_text.text("message"), message);
        assert_eq!(*as_binary.get("message"), bytes(message.as_bytes()));
        for event in [as_text, as_binary] {
            assert_eq!(*event.get("was_binary"), Value::Bool(was_binary));
        }
    }
}

#[test]
fn a_binary_message_that_is_not_utf8_is_an_error_for_nodes_that_want_text() {
    let (peer, mut rig) = rig();
    let [text, error] = rig.nodes("Echo", ["on_receive", "on_error"]);
    let binary = rig.node("on_receive", json!({ "configuration": "Echo", "is_binary": true }));
    let mut socket = open(&mut rig, &peer);
    peer.send(&mut socket, vec![0xff]);
    peer.send(&mut socket, "next");
    assert_eq!(rig.wait(error).error("set `is_binary`"), "utf8");
    assert_eq!(*rig.wait(binary).get("message"), bytes(&[0xff]));
    assert_eq!(rig.wait(text).text("message"), "next");
}

#[test]
fn the_attribute_decides_the_kind_of_frame() {
    let (peer, mut rig) = rig();
    let [as_text] = rig.nodes("Echo", ["client_send"]);
    let as_binary = rig.node("client_send", json!({ "configuration": "Echo", "is_binary": true }));
    let mut socket = open(&mut rig, &peer);
    rig.pulse(as_text, &[bytes(b"a")]).ok();
    assert_eq!(peer.receive(&mut socket), Message::text("a"));
    rig.pulse(as_binary, &[Value::from("b")]).ok();
    assert_eq!(peer.receive(&mut socket), Message::binary(b"b".to_vec()));
    assert_eq!(rig.pulse(as_text, &[bytes(&[0xff])]).failed().0, "not_utf8");
    let (code, message) = rig.pulse(as_text, &[Value::Int(1)]).failed();
    assert_eq!(code, "type_mismatch");
    assert!(message.starts_with("the message must be a String or Binary, got Int"), "{message}");
}

#[test]
fn a_thousand_messages_keep_their_order_both_ways() {
    let (peer, mut rig) = rig();
    let [receive, send] = rig.nodes("Echo", ["on_receive", "client_send"]);
    rig.wire(receive, send, 1);
    let mut socket = open(&mut rig, &peer);
    (0..1000).for_each(|at| peer.send(&mut socket, format!("message {at}")));
    for at in 0..1000 {
        assert_eq!(rig.wait(receive).text("message"), format!("message {at}"));
        assert_eq!(peer.receive(&mut socket), Message::text(format!("message {at}")));
    }
    // Counters are those of whole turns.
    rig.until(|status| status.messages_out >= 1000);
    let status = &rig.plugin.status().connections[0];
    let counted = (status.messages_in, status.messages_out, status.bytes_in, status.bytes_out);
    assert_eq!(counted, (1000, 1000, 10_890, 10_890));
}

#[test]
fn a_send_from_another_thread_wakes_an_idle_connection() {
    let (peer, mut rig) = rig();
    let [send] = rig.nodes("Echo", ["client_send"]);
    let mut socket = open(&mut rig, &peer);
    for at in 0..1000 {
        let text = at.to_string();
        rig.pulse(send, &[Value::from(Text::from(text.as_str()))]).ok();
        assert_eq!(peer.receive(&mut socket), Message::text(text));
    }
}

#[test]
fn a_ping_is_answered() {
    let (peer, mut rig) = rig();
    let mut socket = open(&mut rig, &peer);
    peer.send(&mut socket, Message::Ping(b"p".to_vec().into()));
    assert_eq!(peer.receive(&mut socket), Message::Pong(b"p".to_vec().into()));
}

fn rig() -> (Peer, Rig) {
    let peer = Peer::new();
    let rig = Rig::new(&peer.settings(json!({})));
    (peer, rig)
}
