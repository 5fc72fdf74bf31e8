//! Very many who connect and then say half a sentence: they cost a bounded amount, and the next good client is served.
//!
//! 10 000 come at once. With `PULSEWIRE_SOAK=full` as many are let in, too; without it 2 000.

#![cfg(target_os = "linux")]

use pulsewire_tests::sockets::open_raw;
use pulsewire_tests::{Graph, Project, Running, Usage, allow_descriptors, note, print_measurement};
use serde_json::{Value as Json, json};
use socket2::{Domain, Socket, Type};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite;

const WANTED: usize = 10_000;

/// What a handshake under way may cost, in bytes.
const EACH: usize = 16 << 10;

/// What the allocator and the log of so many may cost beside, in bytes.
const BESIDE: usize = 16 << 20;

/// How long the next good client may wait. A test only waits this long when it fails.
const TIMEOUT: Duration = Duration::from_secs(60);

#[test]
fn half_open_handshakes_use_bounded_memory_and_time_out() {
    let allowed = usize::try_from(allow_descriptors(WANTED as u64 + 500)).unwrap();
    let count = WANTED.min(allowed - 500);
    if count < WANTED {
        note(&format!("{WANTED} half-open handshakes: the system allows {count}"));
    }
    let limited = json!({ "handshake_timeout_ms": 8_000 });
    let roomy = json!({ "handshake_timeout_ms": 600_000, "max_handshakes": 100_000 });
    let is_full = std::env::var_os("PULSEWIRE_SOAK").is_some_and(|size| size == "full");
    let (all, some) = (count, if is_full { count } else { count.min(2_000) });
    for (settings, count, under_way) in [(limited, all, all.min(1_024)), (roomy, some, some)] {
        let (server, port) = server(settings);
        let before = Usage::of(&server);
        let mut half_open: Vec<Socket> =
            (0..under_way).map(|at| send_half_a_request(port, at)).collect();
        wait_until_accepted(&server, before.descriptors + under_way);
        half_open.extend((under_way..count).map(|at| send_half_a_request(port, at)));
        let after = Usage::of(&server);
        let grown = after.memory.saturating_sub(before.memory);
        print_measurement(&format!(
            "{count} half-open handshakes, {under_way} let in: {} KiB more memory",
            grown >> 10
        ));
        assert!(after.descriptors <= before.descriptors + under_way, "{before:?} became {after:?}");
        assert!(grown <= under_way * EACH + BESIDE, "{before:?} became {after:?}");
        check_serves_again(port);
        drop(half_open);
        let last = Usage::when_down_to(before.descriptors, &server);
        assert!(last.memory <= before.memory + under_way * EACH + BESIDE, "{before:?}, {last:?}");
    }
}

/// Connects and sends half of a request's head. Each thousand comes from an address of its own, so that ports do not
/// run out.
fn send_half_a_request(port: u16, at: usize) -> Socket {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let own = Ipv4Addr::new(127, 0, 1, u8::try_from(at / 1_000).unwrap());
    socket.bind(&SocketAddrV4::new(own, 0).into()).unwrap();
    socket.connect(&SocketAddrV4::new(Ipv4Addr::LOCALHOST, port).into()).unwrap();
    // One that is let in no more may be closed already.
    let _ = (&socket).write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: webso");
    socket
}

/// Waits until a process has as many descriptors. The system has no event for that.
fn wait_until_accepted(server: &Running, descriptors: usize) {
    let start = Instant::now();
    while Usage::of(server).descriptors < descriptors {
        assert!(start.elapsed() < TIMEOUT, "{:?} instead of {descriptors}", Usage::of(server));
        sleep(Duration::from_millis(5));
    }
}

/// A good client gets in as soon as the half-open ones have had their time.
fn check_serves_again(port: u16) {
    let start = Instant::now();
    let mut socket = loop {
        match tungstenite::client(format!("ws://127.0.0.1:{port}/"), open_raw(port)) {
            Ok((socket, _)) => break socket,
            Err(error) => assert!(start.elapsed() < TIMEOUT, "nobody is served: {error}"),
        }
        sleep(Duration::from_millis(20));
    };
    socket.send("hello".into()).unwrap();
    assert_eq!(socket.read().unwrap().into_text().unwrap(), "hello");
    socket.close(None).unwrap();
    let _ = socket.get_mut().read_to_end(&mut Vec::new());
}

fn server(more: Json) -> (Running, u16) {
    let mut server = json!({ "name": "Echo", "port": 0, "autostart": true });
    server.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let echo = json!({ "configuration": "Echo" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", echo.clone())
        .node("received", "websocket.on_server_receive", echo.clone())
        .node("failed", "websocket.on_server_error", echo.clone())
        .node("send", "websocket.server_send", echo)
        .wires(&[
            "received.pulse -> send.pulse",
            "received.client -> send.client",
            "received.message -> send.message",
        ])
        .print("port", "started.pulse", "port {started.port}");
    let project = Project::new().websocket(json!({ "servers": [server] })).logic("main", &graph);
    let mut server = project.run(&["--log-format", "json"]);
    let port = server.expect_port();
    (server, port)
}
