//! What waits to be sent: on opening, while nothing is open, and while the other side is slow.

use crate::peer::{Peer, Socket, listen, open};
use crate::rig::{Rig, eventually};
use futures_util::SinkExt;
use pulsewire_plugin::{Plugin, Value};
use serde_json::{Value as Json, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

const MIB: usize = 1 << 20;

fn texts(peer: &Peer, socket: &mut Socket, count: usize) -> Vec<String> {
    (0..count).map(|_| peer.receive(socket).into_text().unwrap().to_string()).collect()
}

fn send(rig: &Rig, node: usize, messages: &[&str]) {
    messages.iter().for_each(|one| {
        rig.pulse(node, &[Value::from(*one)]).ok();
    });
}

/// A message of this number, as large as a system's buffer is not.
fn large(number: usize) -> Value {
    Value::from(format!("{number} {}", "x".repeat(MIB)))
}

fn numbers(peer: &Peer, socket: &mut Socket, until: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    while numbers.last() != Some(&until) {
        let text = peer.receive(socket).into_text().unwrap();
        numbers.push(text.split(' ').next().unwrap().parse().unwrap());
    }
    numbers
}

#[test]
fn the_messages_of_on_open_come_before_anything_else_each_time() {
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
    // Counters are those of whole turns.
    rig.until(|status| status.most_waiting >= 3);
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.waiting, status.dropped), (0, 0));
}

#[test]
fn what_was_sent_behind_a_stop_waits_for_the_next_start() {
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
fn what_does_not_fit_while_closed_follows_the_rule() {
    let three = ["3", "4", "5"].map(str::to_owned).to_vec();
    let told = "dropped: 2 messages were thrown away: too many waited (`when_full`)".to_owned();
    let oldest = five_into(json!({ "max_messages": 3 }));
    assert_eq!(oldest, (three.clone(), 0, 2, Some(told.clone())));
    assert_eq!(five_into(json!({ "max_bytes": 3 })), (three, 0, 2, Some(told.clone())));
    let first = ["1", "2", "3"].map(str::to_owned).to_vec();
    let newest = five_into(json!({ "max_messages": 3, "when_full": "drop_newest" }));
    assert_eq!(newest, (first.clone(), 0, 2, Some(told)));
    assert_eq!(five_into(json!({ "max_messages": 3, "when_full": "fail" })), (first, 2, 0, None));
}

#[test]
fn what_waits_at_the_end_of_the_program_is_told() {
    let rig = Rig::new(&Peer::new().settings(json!({ "when_closed": "queue" })));
    let [sender] = rig.nodes("Echo", ["client_send"]);
    send(&rig, sender, &["1", "2"]);
    rig.plugin.stop(Duration::from_secs(5));
    assert!(rig.log.has("Echo: not sent, because the connection did not open: 2"));
    assert_eq!(rig.plugin.status().connections[0].dropped, 2);
}

#[test]
fn a_slow_peer_gets_the_newest_or_the_oldest() {
    for (rule, first_or_last) in [("drop_oldest", false), ("drop_newest", true)] {
        let peer = Peer::new();
        let queue = json!({ "max_messages": 5, "max_bytes": 1 << 30, "when_full": rule });
        let mut rig = Rig::new(&peer.settings(json!({ "send_queue": queue })));
        let [sender, on_error] = rig.nodes("Echo", ["client_send", "on_error"]);
        let mut socket = open(&mut rig, &peer);
        // The peer reads nothing: what the system does not take waits, and what does not fit is dropped.
        for number in 0..60 {
            rig.pulse(sender, &[large(number)]).ok();
        }
        assert_eq!(rig.wait(on_error).error("thrown away"), "dropped");
        let came = match first_or_last {
            false => numbers(&peer, &mut socket, 59),
            true => {
                let queued = 60 - rig.plugin.status().connections[0].dropped as usize;
                (0..queued).map(|_| numbers_one(&peer, &mut socket)).collect()
            }
        };
        assert!(came.is_sorted(), "in order: {came:?}");
        let dropped = rig.plugin.status().connections[0].dropped as usize;
        assert_eq!(came.len() + dropped, 60, "{rule}: what did not come was counted");
        assert!(dropped > 0);
        if first_or_last {
            assert_eq!(came[..5], [0, 1, 2, 3, 4]);
        }
    }
}

fn numbers_one(peer: &Peer, socket: &mut Socket) -> usize {
    let text = peer.receive(socket).into_text().unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_slow_client_does_not_cost_the_others() {
    let queue = json!({ "max_messages": 3, "max_bytes": 1 << 30, "when_full": "drop_oldest" });
    let mut rig =
        Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "send_queue": queue }] }));
    let [sender, on_error] = rig.nodes("S", ["server_send", "on_server_error"]);
    let port = listen(&mut rig);
    let peer = Peer::new();
    let (mut reads, slow) = (peer.connect(port), peer.connect(port));
    rig.until(|status| status.open >= 2);
    for number in 0..60 {
        rig.pulse(sender, &[Value::Null, large(number)]).ok();
        let text = peer.receive(&mut reads).into_text().unwrap();
        assert!(text.starts_with(&format!("{number} ")));
    }
    let error = rig.wait(on_error);
    assert_eq!((error.text("kind").as_str(), error.text("client").as_str()), ("dropped", "2"));
    drop(slow);
}

#[test]
fn under_wait_the_source_stops_reading_until_there_is_room() {
    const MESSAGES: usize = 200;
    // What comes in on A goes out on B, which reads slower.
    let (a, b) = (Peer::new(), Peer::new());
    let queue = json!({ "max_messages": 4, "max_bytes": 1 << 30, "when_full": "wait" });
    let url = "ws://127.0.0.1/";
    let settings = json!({ "connections": [
        { "name": "A", "url": url, "port": a.port },
        { "name": "B", "url": url, "port": b.port, "send_queue": queue },
    ] });
    let mut rig = Rig::new(&settings);
    let [receive, start_a, on_start_a] = rig.nodes("A", ["on_receive", "client_start", "on_start"]);
    let [sender, start_b, on_start_b] = rig.nodes("B", ["client_send", "client_start", "on_start"]);
    rig.wire(receive, sender, 1);
    rig.pulse(start_a, &[]).ok();
    let mut from = a.accept();
    rig.wait(on_start_a);
    rig.pulse(start_b, &[]).ok();
    let mut to = b.accept();
    rig.wait(on_start_b);
    a.spawn(async move {
        for number in 0..MESSAGES {
            let message = format!("{number} {}", "x".repeat(MIB));
            from.send(Message::text(message)).await.unwrap();
        }
        std::future::pending::<()>().await;
    });
    // B reads nothing: sooner or later its queue is over the limit, and A is read no more.
    let counts = || {
        let status = rig.plugin.status();
        (status.connections[0].messages_in, status.connections[1].waiting)
    };
    // The system may take one more when A is read no more, and with that there is no room yet.
    let mut stopped = counts();
    eventually(|| {
        std::thread::sleep(Duration::from_millis(200));
        let before = std::mem::replace(&mut stopped, counts());
        stopped.1 >= 4 && stopped == before
    });
    assert!(stopped.0 < MESSAGES as u64 && stopped.1 <= 5, "{stopped:?}");
    for number in 0..MESSAGES {
        assert_eq!(numbers_one(&b, &mut to), number);
    }
    let status = &rig.plugin.status().connections[1];
    assert_eq!((status.dropped, status.most_waiting, status.errors), (0, 5, 0));
}

#[test]
fn under_wait_who_does_not_read_from_a_socket_fails_far_above_the_limit() {
    let peer = Peer::new();
    let queue = json!({ "max_messages": 1, "when_full": "wait" });
    let mut rig = Rig::new(&peer.settings(json!({ "send_queue": queue })));
    let [sender] = rig.nodes("Echo", ["client_send"]);
    let mut socket = open(&mut rig, &peer);
    // Pulses as a timer gives them; the peer reads nothing. The default limit is 64 MiB, and 64 MiB are taken above.
    let (taken, failed) = loop_until_failed(&rig, sender);
    assert_eq!(failed.0, "queue_full");
    assert!(failed.1.contains("`when_full` is wait"), "{}", failed.1);
    assert!((127..200).contains(&taken), "{taken} messages of a MiB were taken");
    // What was taken comes, all of it and in order, and then there is room again.
    for number in 0..taken {
        assert_eq!(numbers_one(&peer, &mut socket), number);
    }
    rig.pulse(sender, &[large(taken)]).ok();
    assert_eq!(numbers_one(&peer, &mut socket), taken);
    assert_eq!(rig.plugin.status().connections[0].dropped, 0);
}

/// How many messages were taken, and why the next was not.
fn loop_until_failed(rig: &Rig, sender: usize) -> (usize, (String, String)) {
    let failed = |number| {
        let pulsed = rig.pulse(sender, &[large(number)]);
        pulsed.flow.err().map(|error| (error.code.to_string(), error.message.to_string()))
    };
    let found = (0..1_000).find_map(|number| failed(number).map(|failed| (number, failed)));
    found.unwrap()
}

#[test]
fn under_wait_a_server_that_echoes_does_not_outrun_its_client() {
    let queue = json!({ "max_messages": 2, "max_bytes": 1 << 30, "when_full": "wait" });
    let mut rig =
        Rig::new(&json!({ "servers": [{ "name": "S", "port": 0, "send_queue": queue }] }));
    let [receive, sender] = rig.nodes("S", ["on_server_receive", "server_send"]);
    rig.wire(receive, sender, 2);
    let port = listen(&mut rig);
    let peer = Peer::new();
    let (mut to, mut from) = futures_util::StreamExt::split(peer.connect(port));
    peer.spawn(async move {
        for number in 0..100 {
            let message = format!("{number} {}", "x".repeat(MIB));
            to.send(Message::text(message)).await.unwrap();
        }
    });
    rig.until(|status| status.waiting >= 2);
    for number in 0..100 {
        let text = peer.receive(&mut from).into_text().unwrap();
        assert!(text.starts_with(&format!("{number} ")), "{number}");
    }
    assert_eq!(rig.plugin.status().connections[0].dropped, 0);
}
