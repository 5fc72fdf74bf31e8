//! What a client over TLS costs a server while it is silent.
//!
//! The full size is behind `PULSEWIRE_SOAK=full`; without it the test is small enough for every run.

#![cfg(target_os = "linux")]

use pulsewire_tests::sockets::open_raw;
use pulsewire_tests::{
    Authority, Graph, Project, Running, Usage, allow_descriptors, print_measurement,
};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use serde_json::json;
use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

/// What an idle client may cost, in bytes.
const IDLE: usize = 40 << 10;

type Client = StreamOwned<ClientConnection, TcpStream>;

#[test]
fn an_idle_client_over_tls_costs_little() {
    let is_full = env::var_os("PULSEWIRE_SOAK").is_some_and(|size| size == "full");
    let wanted = if is_full { 10_000 } else { 500 };
    let allowed = usize::try_from(allow_descriptors(wanted as u64 + 400)).unwrap();
    let count = wanted.min(allowed - 400);
    let authority = Authority::new();
    let (server, port) = echo_server(&authority);
    let config = authority.client();
    // Threads, buffers that all share and sessions to be resumed are there before.
    let first: Vec<_> = (0..300).map(|_| connect(&config, port)).collect();
    let before = Usage::of(&server);
    let mut clients: Vec<_> = (0..count).map(|_| connect(&config, port)).collect();
    let per_client = || (Usage::of(&server).memory.saturating_sub(before.memory)) / count;
    let silent = per_client();
    clients.iter_mut().for_each(echo);
    let spoken = per_client();
    print_measurement(&format!(
        "{count} idle clients over TLS with compression: {silent} bytes each, {spoken} after an echo"
    ));
    assert!(silent <= IDLE && spoken <= IDLE, "{silent} and {spoken} bytes for each of {count}");
    drop(first);
}

fn connect(config: &Arc<ClientConfig>, port: u16) -> Client {
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(config.clone(), name).unwrap();
    let mut client = StreamOwned::new(connection, open_raw(port));
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                   Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
    client.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101 ") && head.contains("permessage-deflate"), "{head}");
    client
}

/// Sends a masked `hello` and waits until it comes back.
fn echo(client: &mut Client) {
    client.write_all(&[0x81, 0x85, 0, 0, 0, 0, b'h', b'e', b'l', b'l', b'o']).unwrap();
    let mut frame = [0; 7];
    client.read_exact(&mut frame).unwrap();
    assert_eq!(&frame, b"\x81\x05hello");
}

fn echo_server(authority: &Authority) -> (Running, u16) {
    let identity = authority.issue();
    let tls = json!({ "certificate": identity.certificate, "key": identity.key });
    let server = json!({ "name": "Echo", "port": 0, "autostart": true, "max_clients": 20_000,
                         "tls": tls, "compression": {} });
    let echo = json!({ "configuration": "Echo" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", echo.clone())
        .node("received", "websocket.on_server_receive", echo.clone())
        .node("send", "websocket.server_send", echo)
        .wires(&[
            "received.pulse -> send.pulse",
            "received.client -> send.client",
            "received.message -> send.message",
        ])
        .print("port", "started.pulse", "port {started.port}");
    let project = Project::new().websocket(json!({ "servers": [server] })).logic("main", &graph);
    let mut server = project.run(&[]);
    let port = server.expect_port();
    (server, port)
}
