//! The system runs out of a resource: this is reported, nothing is lost, and the program keeps running.

use pulsewire_tests::report::{connection, node};
use pulsewire_tests::sockets::{Listener, answer, open, open_raw, read_request, read_text};
use pulsewire_tests::{Graph, Project, Report, Usage, print_measurement};
use rustix::process::Resource;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;

/// A server that echoes and prints its errors.
fn echo() -> Project {
    let of = json!({ "configuration": "Server" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("receive", "websocket.on_server_receive", of.clone())
        .node("send", "websocket.server_send", of.clone())
        .node("error", "websocket.on_server_error", of)
        .wires(&[
            "receive.pulse -> send.pulse",
            "receive.client -> send.client",
            "receive.message -> send.message",
        ])
        .print("told_error", "error.pulse", "error {error.message}")
        .print("told", "started.pulse", "port {started.port}");
    let server = json!({ "name": "Server", "port": 0, "autostart": true });
    Project::new().logic("main", &graph).websocket(json!({ "servers": [server] }))
}

#[test]
fn a_server_without_descriptors_reports_it_and_accepts_again_when_clients_leave() {
    const MORE: usize = 24;
    let project = echo();
    let report = Report::of(&project);
    let mut run = project.run(&["--report", report.file()]);
    let port = run.expect_port();
    let mut early = open(port, "/");
    run.limit(Resource::Nofile, Usage::of(&run).descriptors as u64 + 4);
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let mut crowd: Vec<_> = (0..MORE)
        .map(|_| {
            let mut client = open_raw(port);
            answer(&mut client, request);
            client
        })
        .collect();
    let told = run.expect_line("error cannot accept a client");
    assert!(told.contains("Too many open files"), "{told}");
    early.send(Message::text("still there")).unwrap();
    assert_eq!(read_text(&mut early), "still there");
    // They are taken in the order in which they came, so these have a place or wait for one.
    let mut last = crowd.split_off(MORE - 3);
    drop(crowd);
    for client in &mut last {
        assert!(read_request(client).starts_with("HTTP/1.1 101"));
    }
    drop(last);
    early.close(None).unwrap();
    while early.read().is_ok() {}
    run.stop();
    let _ = run.wait().with_status(0);
    let report = report.read();
    assert_eq!(connection(&report, "Server")["sent"], node(&report, "send")["fired"]);
}

#[test]
fn a_client_without_descriptors_reports_it_and_retries_until_it_has_one() {
    let listener = Listener::new();
    let of = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("open", "websocket.on_start", of.clone())
        .node("error", "websocket.on_error", of)
        .print("told_open", "open.pulse", "open")
        .print("told_error", "error.pulse", "error {error.message}");
    let reconnect = json!({ "initial_delay_ms": 20, "max_delay_ms": 50 });
    let peer =
        json!({ "name": "Peer", "url": listener.url(), "autostart": true, "reconnect": reconnect });
    let project = Project::new().logic("main", &graph).websocket(json!({ "connections": [peer] }));
    let report = Report::of(&project);
    let mut run = project.run(&["--report", report.file()]);
    let first = listener.accept_websocket();
    run.expect_line("open");
    let before = Usage::of(&run).descriptors;
    // No number is as small as this, so every attempt fails.
    run.limit(Resource::Nofile, 1);
    drop(first);
    for _ in 0..3 {
        let told = run.expect_line("error");
        if !told.contains("Too many open files") {
            // How the last connection ended.
            run.expect_line("Too many open files");
        }
    }
    run.limit(Resource::Nofile, 1024);
    let _second = listener.accept_websocket();
    run.expect_line("open");
    let _ = Usage::when_down_to(before, &run);
    run.stop();
    let _ = run.wait();
    let accounts = connection(&report.read(), "Peer").clone();
    assert_eq!(accounts["reconnects"], 1, "{accounts:#}");
}

/// Ten minutes of a hundred messages a second, as fast as they go.
const MESSAGES: usize = 60_000;
const SIZE: usize = 1024;
/// How many messages may wait in the bridge.
const QUEUE: usize = 256;
const INBOX: usize = 64;

/// Takes messages at a server and passes them on to a peer, holding back when that one does not keep up.
fn bridge(peer: &Listener) -> Project {
    let (from, to) = (json!({ "configuration": "From" }), json!({ "configuration": "To" }));
    let graph = Graph::new()
        .node("open", "websocket.on_start", to.clone())
        .node("begin", "websocket.server_start", from.clone())
        .node("started", "websocket.on_server_start", from.clone())
        .node("receive", "websocket.on_server_receive", from)
        .node("send", "websocket.client_send", to)
        .wires(&[
            "open.pulse -> begin.pulse",
            "receive.pulse -> send.pulse",
            "receive.message -> send.message",
        ])
        .print("told", "started.pulse", "port {started.port}");
    let queue = json!({ "max_messages": QUEUE, "when_full": "wait" });
    let to = json!({ "name": "To", "url": peer.url(), "autostart": true, "send_queue": queue });
    let settings = json!({ "connections": [to], "servers": [{ "name": "From", "port": 0 }] });
    let project = Project::new().logic("main", &graph).websocket(settings);
    project.with(&["limits"], json!({ "inbox": INBOX, "stop_ms": 30_000 }))
}

#[test]
fn a_slow_consumer_slows_its_source_and_gets_every_message_in_bounded_memory() {
    let slow = Listener::new();
    let project = bridge(&slow);
    let report = Report::of(&project);
    let mut run = project.run(&["--report", report.file()]);
    let mut consumer = slow.accept_websocket();
    let mut source = open(run.expect_port(), "/");
    let before = run.peak_memory();
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    let sending = thread::spawn(move || {
        for number in 0..MESSAGES {
            source.send(Message::text(format!("{number:0SIZE$}"))).unwrap();
            counter.store(number + 1, SeqCst);
        }
        source
    });
    let held = wait_until_idle(&sent);
    assert!(held < MESSAGES, "nothing held the source back");
    for number in 0..MESSAGES {
        assert_eq!(read_text(&mut consumer), format!("{number:0SIZE$}"));
        if number.is_multiple_of(1000) {
            thread::sleep(Duration::from_millis(10));
        }
    }
    let grown = run.peak_memory() - before;
    let mut source = sending.join().unwrap();
    source.close(None).unwrap();
    while source.read().is_ok() {}
    print_measurement(&format!(
        "{MESSAGES} messages to a slow consumer: source held after {held}, {} KiB more memory",
        grown >> 10
    ));
    // What waits, and as much again for buffers and the allocator; all the messages would be 60 MiB.
    let bound = (QUEUE + INBOX) * SIZE + (16 << 20);
    assert!(grown < bound as u64, "{grown} bytes more");
    run.stop();
    while consumer.read().is_ok() {}
    let _ = run.wait().with_status(0);
    check_bridge(&report.read());
}

fn check_bridge(report: &Json) {
    let (from, to) = (connection(report, "From"), connection(report, "To"));
    let all = json!(MESSAGES);
    assert_eq!((&from["messages_in"], &to["sent"], &to["messages_out"]), (&all, &all, &all));
    assert_eq!(node(report, "send")["fired"], all);
    let most = to["most_waiting"].as_u64().unwrap();
    assert!(most >= QUEUE as u64, "{most} waited at most: the queue was never full");
}

/// Clients that send large messages to a graph that is slow.
#[test]
fn large_messages_for_a_slow_graph_wait_at_their_senders() {
    const CLIENTS: usize = 4;
    const EACH: usize = 25;
    const MIB: usize = 1 << 20;
    let of = json!({ "configuration": "Server" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("receive", "websocket.on_server_receive", of)
        .node("busy", "flow.for_loop", json!({ "last_index": 200_000 }))
        .wires(&["receive.pulse -> busy.pulse"])
        .print("told", "started.pulse", "port {started.port}")
        .print("done", "busy.on_end", "done");
    let server = json!({ "name": "Server", "port": 0, "autostart": true });
    let project = Project::new().logic("main", &graph).websocket(json!({ "servers": [server] }));
    let limits = json!({ "inbox_bytes": 4 * MIB, "stop_ms": 30_000 });
    let mut run = project.with(&["limits"], limits).run(&[]);
    let port = run.expect_port();
    let before = run.peak_memory();
    let send = |_| {
        thread::spawn(move || {
            let mut client = open(port, "/");
            let message = Message::text("x".repeat(MIB));
            (0..EACH).for_each(|_| client.send(message.clone()).unwrap());
            client.close(None).unwrap();
            while client.read().is_ok() {}
        })
    };
    let senders: Vec<_> = (0..CLIENTS).map(send).collect();
    (0..CLIENTS * EACH).for_each(|_| drop(run.expect_line("done")));
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    let grown = run.peak_memory() - before;
    print_measurement(&format!(
        "{} MiB for a slow graph: {} KiB more memory",
        CLIENTS * EACH,
        grown >> 10
    ));
    // What waits, for each client one that comes in and one that finds no room, and as much again for the allocator.
    assert!(grown < (2 * (4 + 2 * CLIENTS + 8) * MIB) as u64, "{grown} bytes more");
    run.stop();
    let _ = run.wait().with_status(0);
}

/// Waits until a count has not changed for a while, and gives it.
fn wait_until_idle(count: &AtomicUsize) -> usize {
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut seen = (count.load(SeqCst), Instant::now());
    while seen.1.elapsed() < Duration::from_secs(1) {
        assert!(Instant::now() < deadline, "it goes on and on: {}", seen.0);
        thread::sleep(Duration::from_millis(10));
        let now = count.load(SeqCst);
        if now != seen.0 {
            seen = (now, Instant::now());
        }
    }
    seen.0
}
