//! Queues on opening and while closed.

use crate::peer::{Peer, Socket, listen, open};
use crate::rig::Rig;
use pulsewire_plugin::{Plugin, Value};
use serde_json::{Value as Json, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

fn texts(peer: &Peer, socket: &mut Socket, count: usize) -> Vec<String> {
    (0..count).map(|_| peer.receive(socket).into_text().unwrap().to_string()).collect()
}

fn send(rig: &Rig, node: usize, messages: &[&str]) {
    messages.iter().for_each(|one| {
        rig.pulse(node, &[Value::from(*one)]).ok();
    });
}

#[test]
fn the_messages_of_on_open_are_sent_first_each_time() {
    let peer = Peer::new();
    let more = json!({
        "on_open": [{ "text": "one" }, { "hex": "0002" }, { "text": "" }],
        "when_closed": "queue",
        "reconnect": { "initial_delay_ms": 1 },
    });
    let mut rig = Rig::new(&peer.settings(more));
    let [start, sender, on_start, on_stop] =
        rig.nodes("Echo", ["client_start", "client_send", "on_start", "on_stop"]);
    rig.wire(on_start, sender, 1);
    rig.pulse(start, &[]).ok();
    for round in 0..2 {
        send(&rig, sender, &["waited"]);
        let mut socket = peer.accept();
        assert_eq!(peer.receive(&mut socket), Message::text("one"));
        assert_eq!(peer.receive(&mut socket), Message::binary(vec![0, 2]));
        assert_eq!(peer.receive(&mut socket), Message::text(""));
        assert_eq!(texts(&peer, &mut socket, 2), ["waited", ""], "round {round}");
        drop(socket);
        rig.wait(on_stop);
    }
}

#[test]
fn a_server_greets_each_client() {
    let on_open = json!([{ "text": "hello" }, { "hex": "ff" }]);
    let mut rig = Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "on_open": on_open }] }));
    let [on_connect, sender] = rig.nodes("S", ["on_server_connect", "server_send"]);
    rig.wire(on_connect, sender, 2);
    let port = listen(&mut rig);
    let peer = Peer::new();
    for _ in 0..2 {
        let mut client = peer.connect(port);
        assert_eq!(peer.receive(&mut client), Message::text("hello"));
        assert_eq!(peer.receive(&mut client), Message::binary(vec![255]));
        assert!(peer.receive(&mut client).into_text().unwrap().starts_with("127.0.0.1:"));
    }
}

#[test]
fn messages_wait_for_the_connection_in_order() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "when_closed": "queue" })));
    let [sender, ping] = rig.nodes("Echo", ["client_send", "client_ping"]);
    send(&rig, sender, &["1", "2", "3"]);
    assert_eq!(rig.plugin.status().connections[0].waiting, 3);
    assert_eq!(rig.pulse(ping, &[]).failed().0, "not_open", "a Ping does not wait");
    let mut socket = open(&mut rig, &peer);
    send(&rig, sender, &["4"]);
    assert_eq!(texts(&peer, &mut socket, 4), ["1", "2", "3", "4"]);
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.waiting, status.dropped), (0, 0));
    // The fourth may have been sent before the first went out.
    assert!((3..=4).contains(&status.most_waiting), "{}", status.most_waiting);
}

#[test]
fn messages_sent_after_a_stop_wait_for_the_next_start() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "when_closed": "queue" })));
    let [sender, stop, on_stop] = rig.nodes("Echo", ["client_send", "client_stop", "on_stop"]);
    let mut socket = open(&mut rig, &peer);
    send(&rig, sender, &["before"]);
    rig.pulse(stop, &[]).ok();
    send(&rig, sender, &["behind"]);
    assert_eq!(texts(&peer, &mut socket, 1), ["before"]);
    assert!(peer.closed(socket).is_some());
    rig.wait(on_stop);
    let mut socket = open(&mut rig, &peer);
    assert_eq!(texts(&peer, &mut socket, 1), ["behind"]);
}

/// What the queue holds after five messages of one byte, and what Send and On WebSocket Error say.
fn five_into(queue: Json) -> (Vec<String>, usize, u64, Option<String>) {
    let peer = Peer::new();
    let more = json!({ "when_closed": "queue", "closed_queue": queue });
    let mut rig = Rig::new(&peer.settings(more));
    let [sender, on_error] = rig.nodes("Echo", ["client_send", "on_error"]);
    let failed = |one: &&str| rig.pulse(sender, &[Value::from(*one)]).flow.is_err();
    let failed = ["1", "2", "3", "4", "5"].iter().filter(|one| failed(one)).count();
    let mut socket = open(&mut rig, &peer);
    send(&rig, sender, &["end"]);
    let mut came = Vec::new();
    while came.last().is_none_or(|last| last != "end") {
        came.extend(texts(&peer, &mut socket, 1));
    }
    let status = rig.plugin.status().connections[0].clone();
    assert_eq!((status.errors, status.unhandled_errors), (0, 0));
    let told = (status.dropped > 0).then(|| rig.wait(on_error));
    let told = told.map(|event| format!("{}: {}", event.text("kind"), event.text("message")));
    came.pop();
    (came, failed, status.dropped, told)
}

#[test]
fn overflow_while_closed_follows_the_rule() {
    let three = ["3", "4", "5"].map(str::to_owned).to_vec();
    let told = "dropped: 2 messages were dropped: the queue was full (`when_full`)".to_owned();
    let oldest = five_into(json!({ "max_messages": 3 }));
    assert_eq!(oldest, (three.clone(), 0, 2, Some(told.clone())));
    assert_eq!(five_into(json!({ "max_bytes": 3 })), (three, 0, 2, Some(told.clone())));
    let first = ["1", "2", "3"].map(str::to_owned).to_vec();
    let newest = five_into(json!({ "max_messages": 3, "when_full": "drop_newest" }));
    assert_eq!(newest, (first.clone(), 0, 2, Some(told)));
    assert_eq!(five_into(json!({ "max_messages": 3, "when_full": "fail" })), (first, 2, 0, None));
}

#[test]
fn messages_that_wait_when_the_program_ends_are_reported() {
    let rig = Rig::new(&Peer::new().settings(json!({ "when_closed": "queue" })));
    let [sender] = rig.nodes("Echo", ["client_send"]);
    send(&rig, sender, &["1", "2"]);
    rig.plugin.stop(Duration::from_secs(5));
    assert!(rig.log.has("Echo: messages not sent because the connection did not open: 2"));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.dropped, status.most_waiting), (2, 2));
}
