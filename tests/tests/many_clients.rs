//! Many clients at once and one after another: their cost, and that all resources are released.
//!
//! The full size is behind `PULSEWIRE_SOAK=full`; without it the tests are small enough for every run.

#![cfg(target_os = "linux")]

use pulsewire_tests::sockets::{answer, open_raw, read_request};
use pulsewire_tests::{Graph, Project, Running, Usage, allow_descriptors, note, print_measurement};
use serde_json::json;
use std::env;
use std::io::Read;
use std::net::TcpStream;
use std::sync::Mutex;

/// Serialises the tests: each measures a process, and they would slow each other down.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The memory limit of an idle client of a server, in bytes.
const IDLE: usize = 10 << 10;

/// Asks for compression as browsers do.
const DEFLATE: &str = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

/// How much memory may remain after many clients have disconnected: the allocator keeps some pages.
const LEFT: usize = 2 << 20;

#[test]
fn an_idle_client_costs_little() {
    let _alone = ONE_AT_A_TIME.lock();
    let count = fitting(if is_full() { 10_000 } else { 2_000 });
    // What compresses is made when something is first compressed, not when it is agreed on.
    for (compression, extensions) in [("without", ""), ("with", DEFLATE)] {
        let (server, port) = echo_server();
        let empty = Usage::of(&server).descriptors;
        // Threads, buffers that all share and the first pages of the heap are there before.
        drop(clients(port, 200, extensions));
        let before = Usage::when_down_to(empty, &server);
        let mut clients = clients(port, count, extensions);
        let silent = per_client(before, Usage::of(&server), count);
        clients.iter_mut().for_each(echo);
        let spoken = per_client(before, Usage::of(&server), count);
        print_measurement(&format!(
            "{count} idle clients {compression} compression: {silent} bytes each, {spoken} after an echo"
        ));
        assert!(
            silent <= IDLE && spoken <= IDLE,
            "{silent} and {spoken} bytes for each of {count}"
        );
    }
}

#[test]
fn nothing_remains_of_clients_that_disconnected() {
    let _alone = ONE_AT_A_TIME.lock();
    let (rounds, count) = if is_full() { (100, fitting(1_000)) } else { (20, fitting(200)) };
    let (server, port) = echo_server();
    let empty = Usage::of(&server).descriptors;
    let round = || {
        let mut clients = clients(port, count, "");
        clients.iter_mut().for_each(echo);
        drop(clients);
        Usage::when_down_to(empty, &server)
    };
    // The allocator takes some rounds until it has what it needs.
    let usages: Vec<Usage> = (0..rounds).map(|_| round()).collect();
    let (early, last) = (usages[rounds / 4], usages[rounds - 1]);
    print_measurement(&format!("{rounds} rounds of {count} clients: {early:?}, {last:?}"));
    assert_eq!((last.descriptors, last.threads), (early.descriptors, early.threads));
    assert!(last.memory <= early.memory + LEFT, "{early:?} grew to {last:?}");
}

fn is_full() -> bool {
    env::var_os("PULSEWIRE_SOAK").is_some_and(|size| size == "full")
}

/// As many clients as both processes have descriptors for.
fn fitting(wanted: usize) -> usize {
    let spare = 200;
    let most = usize::try_from(allow_descriptors(wanted as u64 + spare)).unwrap();
    let fitting = wanted.min(most - usize::try_from(spare).unwrap());
    if fitting < wanted {
        note(&format!("{wanted} clients: the system allows {fitting}"));
    }
    fitting
}

fn per_client(before: Usage, after: Usage, count: usize) -> usize {
    after.memory.saturating_sub(before.memory) / count
}

/// Connected clients; the compression that they ask for is agreed on.
fn clients(port: u16, count: usize, extensions: &str) -> Vec<TcpStream> {
    let connect = |_| {
        let mut stream = open_raw(port);
        let head = "GET /feed?token=0123456789 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n\
                       Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                       User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n\
                       Accept-Encoding: gzip, deflate, br\r\nCookie: session=0123456789abcdef\r\n";
        answer(&mut stream, format!("{head}{extensions}\r\n"));
        let answered = read_request(&mut stream);
        assert!(answered.starts_with("HTTP/1.1 101 "), "{answered}");
        assert_eq!(answered.contains("permessage-deflate"), !extensions.is_empty(), "{answered}");
        stream
    };
    (0..count).map(connect).collect()
}

/// Sends a masked `hello` and waits until it comes back.
fn echo(client: &mut TcpStream) {
    answer(client, [0x81, 0x85, 0, 0, 0, 0, b'h', b'e', b'l', b'l', b'o']);
    let mut frame = [0; 7];
    client.read_exact(&mut frame).unwrap();
    assert_eq!(&frame, b"\x81\x05hello");
}

fn echo_server() -> (Running, u16) {
    let servers = json!({ "servers": [{ "name": "Echo", "port": 0, "autostart": true,
                                        "max_clients": 20_000, "compression": {} }] });
    let echo = json!({ "configuration": "Echo" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", echo.clone())
        .node("received", "websocket.on_server_receive", echo.clone())
        .node("joined", "websocket.on_server_connect", echo.clone())
        .node("failed", "websocket.on_server_error", echo.clone())
        .node("send", "websocket.server_send", echo)
        .wires(&[
            "received.pulse -> send.pulse",
            "received.client -> send.client",
            "received.message -> send.message",
        ])
        .print("port", "started.pulse", "port {started.port}");
    let mut server = Project::new().websocket(servers).logic("main", &graph).run(&[]);
    let port = server.expect_port();
    (server, port)
}
