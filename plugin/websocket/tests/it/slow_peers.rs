//! A slow peer: the rules of `send_queue`.

use crate::peer::{Peer, Socket, listen, open};
use crate::rig::{Rig, eventually};
use futures_util::SinkExt;
use pulsewire_plugin::{Plugin, Value};
use serde_json::json;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

const MIB: usize = 1 << 20;

/// The text of this number, as large as a system's buffer is not.
fn large_text(number: usize) -> String {
    format!("{number} {}", "x".repeat(MIB))
}

fn large(number: usize) -> Value {
    Value::from(large_text(number))
}

/// The number of the next message.
fn number_of(peer: &Peer, socket: &mut Socket) -> usize {
    let text = peer.receive(socket).into_text().unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

fn numbers_until(peer: &Peer, socket: &mut Socket, last: usize) -> Vec<usize> {
    let mut numbers = Vec::new();
    while numbers.last() != Some(&last) {
        numbers.push(number_of(peer, socket));
    }
    numbers
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
        assert_eq!(rig.wait(on_error).error("the queue was full"), "dropped");
        let came = match first_or_last {
            false => numbers_until(&peer, &mut socket, 59),
            true => {
                let queued = 60 - rig.plugin.status().connections[0].dropped as usize;
                (0..queued).map(|_| number_of(&peer, &mut socket)).collect()
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
            from.send(Message::text(large_text(number))).await.unwrap();
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
        assert_eq!(number_of(&b, &mut to), number);
    }
    let status = &rig.plugin.status().connections[1];
    assert_eq!((status.dropped, status.most_waiting, status.errors), (0, 5, 0));
}

#[test]
fn under_wait_senders_without_a_socket_fail_far_above_the_limit() {
    let peer = Peer::new();
    let queue = json!({ "max_messages": 1, "when_full": "wait" });
    let mut rig = Rig::new(&peer.settings(json!({ "send_queue": queue })));
    let [sender] = rig.nodes("Echo", ["client_send"]);
    let mut socket = open(&mut rig, &peer);
    // Pulses as a timer gives them; the peer reads nothing. The default limit is 64 MiB, and 64 MiB are taken above.
    let (taken, failed) = send_until_it_fails(&rig, sender);
    assert_eq!(failed.0, "queue_full");
    assert!(failed.1.contains("`when_full` is wait"), "{}", failed.1);
    assert!((127..200).contains(&taken), "{taken} messages of a MiB were taken");
    // What was taken comes, all of it and in order, and then there is room again.
    for number in 0..taken {
        assert_eq!(number_of(&peer, &mut socket), number);
    }
    rig.pulse(sender, &[large(taken)]).ok();
    assert_eq!(number_of(&peer, &mut socket), taken);
    assert_eq!(rig.plugin.status().connections[0].dropped, 0);
}

/// How many messages were taken, and why the next was not.
fn send_until_it_fails(rig: &Rig, sender: usize) -> (usize, (String, String)) {
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
            to.send(Message::text(large_text(number))).await.unwrap();
        }
    });
    rig.until(|status| status.waiting >= 2);
    for number in 0..100 {
        let text = peer.receive(&mut from).into_text().unwrap();
        assert!(text.starts_with(&format!("{number} ")), "{number}");
    }
    assert_eq!(rig.plugin.status().connections[0].dropped, 0);
}
