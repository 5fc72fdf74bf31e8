//! Clients that misbehave, and what a server gets: On WebSocket Error with a kind, then Disconnect where the client
//! was connected. The server goes on each time: the next client is served.

use pulsewire_tests::sockets::{
    Listener, Opened, answer, open, open_raw, read_close, read_request, read_text, reset,
};
use pulsewire_tests::{Graph, Project, Running};
use serde_json::{Value as Json, json};
use std::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};

#[test]
fn an_invalid_handshake_is_reported_and_rejected() {
    let (mut server, port) = echo_server(json!({}));
    let mut stream = open_raw(port);
    answer(&mut stream, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(read_request(&mut stream).starts_with("HTTP/1.1 4"));
    assert!(server.expect_line("error").starts_with("error handshake: "));
    still_runs(server, port);
}

#[test]
fn a_client_that_sends_no_request_times_out() {
    let (mut server, port) = echo_server(json!({ "handshake_timeout_ms": 100 }));
    let silent = open_raw(port);
    assert!(server.expect_line("error").starts_with("error timeout: "));
    drop(silent);
    still_runs(server, port);
}

#[test]
fn a_message_over_the_limit_ends_the_client_with_1009() {
    let (mut server, port) = echo_server(json!({ "max_message_bytes": 1000 }));
    let mut client = open(port, "/");
    client.send(Message::text("x".repeat(1001))).unwrap();
    assert_eq!(read_close(&mut client).0, 1009);
    assert!(server.expect_line("error").starts_with("error too_large: "));
    drop(client);
    server.expect_line("left 1009");
    still_runs(server, port);
}

#[test]
fn text_that_is_not_utf8_ends_the_client_with_1007() {
    let (mut server, port) = echo_server(json!({}));
    let mut stream = upgraded(port);
    answer(&mut stream, [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xff]);
    assert_eq!(read_close(&mut websocket(stream)).0, 1007);
    assert!(server.expect_line("error").starts_with("error utf8: "));
    server.expect_line("left 1007");
    still_runs(server, port);
}

#[test]
fn a_frame_without_a_mask_ends_the_client_with_1002() {
    let (mut server, port) = echo_server(json!({}));
    let mut stream = upgraded(port);
    answer(&mut stream, [0x81, 1, b'x']);
    assert_eq!(read_close(&mut websocket(stream)).0, 1002);
    assert!(server.expect_line("error").starts_with("error protocol: "));
    server.expect_line("left 1002");
    still_runs(server, port);
}

#[test]
fn a_reset_by_a_client_is_a_lost_connection() {
    let (mut server, port) = echo_server(json!({}));
    let stream = upgraded(port);
    server.expect_line("joined");
    reset(stream);
    assert!(server.expect_line("error").starts_with("error lost: "));
    server.expect_line("left 1006 clean=false");
    still_runs(server, port);
}

#[test]
fn a_client_over_the_limit_is_rejected() {
    let (mut server, port) = echo_server(json!({ "max_clients": 1 }));
    let mut first = open(port, "/");
    let refused = tungstenite::connect(format!("ws://127.0.0.1:{port}/")).unwrap_err();
    assert!(refused.to_string().contains("503"), "{refused}");
    assert!(server.expect_line("error").starts_with("error full: "));
    echoes(&mut first);
    first.close(Some(CloseFrame { code: CloseCode::Away, reason: "bye".into() })).unwrap();
    assert_eq!(read_close(&mut first), (1001, "bye".to_owned()));
    server.expect_line("left 1001 clean=true");
    still_runs(server, port);
}

#[test]
fn a_port_in_use_is_an_error_that_names_the_port() {
    let holder = Listener::new();
    let port = holder.port();
    let mut server = start(json!({ "port": port }));
    let line = server.expect_line("error");
    assert!(line.starts_with("error listen: ") && line.contains(&port.to_string()), "{line}");
    server.stop();
    let _ = server.wait().with_status(0);
}

#[test]
fn a_send_to_an_unknown_client_fires_failed() {
    let attributes = json!({ "configuration": "Server", "client": "nobody", "message": "x" });
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.server_start", json!({ "configuration": "Server" }))
        .node("started", "websocket.on_server_start", json!({ "configuration": "Server" }))
        .node("send", "websocket.server_send", attributes)
        .node("exit", "program.exit", json!({}))
        .wires(&[
            "begin.pulse -> start.pulse",
            "started.pulse -> send.pulse",
            "told.pulse -> exit.pulse",
        ])
        .print("told", "send.failed", "failed: {send.error}");
    let project = Project::new()
        .websocket(json!({ "servers": [{ "name": "Server", "port": 0 }] }))
        .logic("main", &graph);
    let run = project.run(&[]).wait().with_status(0);
    assert!(run.stdout.contains("nobody"), "{run:?}");
}

/// A running echo server with these settings, and its port.
fn echo_server(settings: Json) -> (Running, u16) {
    let mut server = start(settings);
    let port = server.expect_port();
    (server, port)
}

fn start(mut settings: Json) -> Running {
    settings["name"] = json!("Server");
    let port = settings["port"].take();
    settings["port"] = if port.is_null() { json!(0) } else { port };
    let of = json!({ "configuration": "Server" });
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.server_start", of.clone())
        .node("started", "websocket.on_server_start", of.clone())
        .node("joined", "websocket.on_server_connect", of.clone())
        .node("received", "websocket.on_server_receive", of.clone())
        .node("echo", "websocket.server_send", of.clone())
        .node("left", "websocket.on_server_disconnect", of.clone())
        .node("failed", "websocket.on_server_error", of)
        .wires(&[
            "begin.pulse -> start.pulse",
            "received.pulse -> echo.pulse",
            "received.client -> echo.client",
            "received.message -> echo.message",
        ])
        .print("told_port", "started.pulse", "port {started.port}")
        .print("told_joined", "joined.pulse", "joined {joined.client}")
        .print("told_left", "left.pulse", "left {left.code} clean={left.was_clean}")
        .print("told_error", "failed.pulse", "error {failed.kind}: {failed.message}");
    Project::new().websocket(json!({ "servers": [settings] })).logic("main", &graph).run(&[])
}

/// The next client is served, and a handled error is no failure.
fn still_runs(server: Running, port: u16) {
    let mut client = open(port, "/");
    echoes(&mut client);
    client.close(None).unwrap();
    while client.read().is_ok() {}
    server.stop();
    let _ = server.wait().with_status(0);
}

fn echoes(client: &mut Opened) {
    client.send(Message::text("still here")).unwrap();
    assert_eq!(read_text(client), "still here");
}

/// A connection after the opening handshake: the bytes that follow are the test's.
fn upgraded(port: u16) -> TcpStream {
    let mut stream = open_raw(port);
    answer(
        &mut stream,
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    let head = read_request(&mut stream);
    assert!(head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{head}");
    stream
}

fn websocket(stream: TcpStream) -> tungstenite::WebSocket<TcpStream> {
    tungstenite::WebSocket::from_raw_socket(stream, tungstenite::protocol::Role::Client, None)
}
