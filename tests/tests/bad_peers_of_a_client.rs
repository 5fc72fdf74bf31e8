//! Servers that misbehave, and the events of their clients: On WebSocket Error with a kind, then On Stop where the
//! connection was open. The process keeps running each time: it prints goodbye when stopped.

use pulsewire_tests::sockets::{Listener, answer, free_port, read_close, read_request, reset};
use pulsewire_tests::{Graph, Project, Running};
use serde_json::{Value as Json, json};
use std::thread;
use tokio_tungstenite::tungstenite::{self, Message};

#[test]
fn a_connection_to_a_missing_server_is_refused() {
    let port = free_port();
    let mut run = client(json!({ "url": format!("ws://127.0.0.1:{port}/") }));
    let line = run.expect_line("error");
    assert!(line.starts_with("error refused: ") && line.contains(&port.to_string()), "{line}");
    still_runs(run);
}

#[test]
fn a_host_without_an_address_does_not_resolve() {
    // A label has at most 63 bytes, so the resolver rejects this name without a request.
    let host = format!("{}.invalid", "a".repeat(64));
    let mut run = client(json!({ "url": format!("ws://{host}/") }));
    let line = run.expect_line("error");
    assert!(line.starts_with("error resolve: ") && line.contains(&host), "{line}");
    still_runs(run);
}

#[test]
fn a_response_other_than_101_is_reported_with_its_status_and_first_line() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let mut stream = server.accept();
    assert!(read_request(&mut stream).starts_with("GET / HTTP/1.1\r\n"));
    let body = "closed for maintenance\nsecond line";
    let length = body.len();
    answer(
        &mut stream,
        format!("HTTP/1.1 503 Service Unavailable\r\nContent-Length: {length}\r\n\r\n{body}"),
    );
    let line = run.expect_line("error");
    assert!(line.starts_with("error handshake: "), "{line}");
    assert!(line.contains("503") && line.contains("closed for maintenance"), "{line}");
    assert!(!line.contains("second line"), "{line}");
    still_runs(run);
}

#[test]
fn a_response_that_is_not_http_fails_the_handshake() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let mut stream = server.accept();
    let _ = read_request(&mut stream);
    answer(&mut stream, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
    assert!(run.expect_line("error").starts_with("error handshake: "));
    still_runs(run);
}

#[test]
fn a_wrong_accept_key_fails_the_handshake() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let mut stream = server.accept();
    let _ = read_request(&mut stream);
    answer(
        &mut stream,
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
    );
    assert!(run.expect_line("error").starts_with("error handshake: "));
    still_runs(run);
}

#[test]
fn a_server_that_never_answers_times_out() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url(), "connect_timeout_ms": 100 }));
    let silent = server.accept();
    let line = run.expect_line("error");
    assert!(line.starts_with("error timeout: "), "{line}");
    drop(silent);
    still_runs(run);
}

#[test]
fn a_message_over_the_limit_ends_the_connection_with_1009() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url(), "max_message_bytes": 1000 }));
    let mut socket = server.accept_websocket();
    socket.send(Message::text("x".repeat(1000))).unwrap();
    run.expect_line("message of 1000");
    socket.send(Message::text("x".repeat(1001))).unwrap();
    let line = run.expect_line("error");
    assert!(line.starts_with("error too_large: ") && line.contains("max_message_bytes"), "{line}");
    assert_eq!(read_close(&mut socket).0, 1009);
    finish(socket);
    // A side that fails a connection ignores the answer (RFC 6455 section 7.1.7): no clean close.
    assert_eq!(run.expect_line("stopped"), "stopped 1009 clean=false by_me=false");
    still_runs(run);
}

#[test]
fn text_that_is_not_utf8_ends_the_connection_with_1007() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let mut stream = server.accept_upgraded();
    answer(&mut stream, [0x81, 2, 0xff, 0xff]);
    assert!(run.expect_line("error").starts_with("error utf8: "));
    let mut socket = websocket(stream);
    assert_eq!(read_close(&mut socket).0, 1007);
    finish(socket);
    run.expect_line("stopped 1007");
    still_runs(run);
}

#[test]
fn a_binary_message_read_as_text_that_is_not_utf8_leaves_the_connection_open() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let mut socket = server.accept_websocket();
    socket.send(Message::binary(vec![0xff])).unwrap();
    assert!(run.expect_line("error").starts_with("error utf8: "));
    socket.send(Message::text("still here")).unwrap();
    run.expect_line("message of 10");
    drop(socket);
    run.expect_line("stopped 1006");
    still_runs(run);
}

#[test]
fn a_frame_that_breaks_the_protocol_ends_the_connection_with_1002() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let mut stream = server.accept_upgraded();
    answer(&mut stream, [0x83, 0]);
    assert!(run.expect_line("error").starts_with("error protocol: "));
    assert_eq!(read_close(&mut websocket(stream)).0, 1002);
    run.expect_line("stopped 1002");
    still_runs(run);
}

#[test]
fn a_reset_by_the_server_is_a_lost_connection() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    let stream = server.accept_upgraded();
    run.expect_line("opened");
    reset(stream);
    assert!(run.expect_line("error").starts_with("error lost: "));
    assert_eq!(run.expect_line("stopped"), "stopped 1006 clean=false by_me=false");
    still_runs(run);
}

#[test]
fn an_end_of_stream_without_a_closing_handshake_is_a_lost_connection() {
    let server = Listener::new();
    let mut run = client(json!({ "url": server.url() }));
    drop(server.accept_upgraded());
    assert!(run.expect_line("error").starts_with("error lost: "));
    assert_eq!(run.expect_line("stopped"), "stopped 1006 clean=false by_me=false");
    still_runs(run);
}

#[test]
fn a_send_without_a_connection_fires_failed() {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("send", "websocket.client_send", json!({ "configuration": "Peer", "message": "x" }))
        .node("exit", "program.exit", json!({}))
        .wires(&["begin.pulse -> send.pulse", "told.pulse -> exit.pulse"])
        .print("told", "send.failed", "failed: {send.error}")
        .print("sent", "send.pulse", "sent");
    let connection = json!({ "name": "Peer", "url": format!("ws://127.0.0.1:{}/", free_port()) });
    let project =
        Project::new().websocket(json!({ "connections": [connection] })).logic("main", &graph);
    let run = project.run(&[]).wait().with_status(0);
    assert!(run.stdout.starts_with("failed: ") && run.stdout.contains("not open"), "{run:?}");
}

#[test]
fn unhandled_errors_are_counted_and_decide_the_status() {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", json!({ "configuration": "Peer" }))
        .wires(&["begin.pulse -> start.pulse"]);
    let url = format!("ws://127.0.0.1:{}/", free_port());
    let connection = json!({ "name": "Peer", "url": url });
    let project =
        Project::new().websocket(json!({ "connections": [connection] })).logic("main", &graph);
    let report = project.folder().join("report.json");
    let mut run = project.run(&["--report", report.to_str().unwrap()]);
    let line = run.expect_log("refused");
    assert!(line.contains("Peer"), "{line}");
    run.stop();
    let _ = run.wait().with_status(1);
    let report: Json = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["failures"]["of_connections"], 1, "{report:#}");
    assert_eq!(report["connections"][0]["unhandled_errors"], 1, "{report:#}");
}

/// A client that prints every event of its connection.
fn client(mut connection: Json) -> Running {
    connection["name"] = json!("Peer");
    let peer = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", peer.clone())
        .node("opened", "websocket.on_start", peer.clone())
        .node("received", "websocket.on_receive", peer.clone())
        .node("length", "string.length", json!({}))
        .node("failed", "websocket.on_error", peer.clone())
        .node("stopped", "websocket.on_stop", peer)
        .node("end", "event.shutdown", json!({}))
        .wires(&["begin.pulse -> start.pulse", "received.message -> length.string"])
        .print("told_opened", "opened.pulse", "opened")
        .print("told_message", "received.pulse", "message of {length.length}")
        .print("told_error", "failed.pulse", "error {failed.kind}: {failed.message}")
        .print(
            "told_stop",
            "stopped.pulse",
            "stopped {stopped.code} clean={stopped.was_clean} by_me={stopped.by_me}",
        )
        .print("told_end", "end.pulse", "goodbye");
    Project::new().websocket(json!({ "connections": [connection] })).logic("main", &graph).run(&[])
}

/// Checks that the graph still responds and that the run succeeds, since the error was handled.
fn still_runs(mut run: Running) {
    run.stop();
    run.expect_line("goodbye");
    let _ = run.wait().with_status(0);
}

fn websocket(stream: std::net::TcpStream) -> tungstenite::WebSocket<std::net::TcpStream> {
    tungstenite::WebSocket::from_raw_socket(stream, tungstenite::protocol::Role::Server, None)
}

/// Completes a closing handshake that the program started.
fn finish(mut socket: tungstenite::WebSocket<std::net::TcpStream>) {
    thread::spawn(move || while socket.read().is_ok() {});
}
