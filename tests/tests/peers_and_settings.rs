//! Settings that two libraries must understand alike: Python's `websockets` and the program, each as the other's peer.

use pulsewire_tests::{Graph, Peer, Project, Running};
use serde_json::{Value as Json, json};

#[test]
fn subprotocols_are_negotiated_on_both_sides() {
    if !Peer::Python.is_installed() {
        return;
    }
    let (_server, url) = server(json!({ "subprotocols": ["chat.v1", "chat.v2"] }));
    let wanted = json!({ "subprotocols": ["log", "chat.v2", "chat.v1"] });
    let mut theirs = Peer::Python.client_with(&url, &wanted, &["text hello"]);
    theirs.expect_line("open chat.v2");
    theirs.expect_line("text hello: same");
    let (_server, url) = Peer::Python.server_with(&json!({ "subprotocols": ["chat.v2"] }));
    let mut ours = client(&url, json!({ "subprotocols": ["chat.v1", "chat.v2"] }));
    ours.expect_line("open [chat.v2]");
    ours.expect_line("got hello");
}

#[test]
fn origins_are_checked_on_both_sides() {
    if !Peer::Python.is_installed() {
        return;
    }
    let (good, bad) = ("https://good.example", "https://bad.example");
    let (_server, url) = server(json!({ "allowed_origins": [good] }));
    let from =
        |origin| Peer::Python.client_with(&url, &json!({ "origin": origin }), &["text hello"]);
    from(good).expect_line("text hello: same");
    from(bad).expect_line("refused 403");
    let (_server, url) = Peer::Python.server_with(&json!({ "origins": [good] }));
    client(&url, json!({ "origin": good })).expect_line("got hello");
    let mut refused = client(&url, json!({ "origin": bad, "reconnect": {} }));
    assert!(refused.expect_line("error handshake").contains("403"));
    refused.expect_line("final");
}

#[test]
fn a_message_over_the_limit_closes_with_1009_on_both_sides() {
    if !Peer::Python.is_installed() {
        return;
    }
    let (mut ours, url) = server(json!({ "max_message_bytes": 1_000 }));
    let mut client_of_ours =
        Peer::Python.client_with(&url, &json!({}), &["big-binary 1000", "big-binary 1001"]);
    client_of_ours.expect_line("big-binary 1000: same");
    client_of_ours.expect_line("closed 1009");
    ours.expect_line("error too_large");
    let (_server, url) = Peer::Python.server_with(&json!({ "max_size": 4 }));
    client(&url, json!({})).expect_line("stopped 1009");
    let (_server, url) = Peer::Python.server_with(&json!({ "max_size": 5 }));
    client(&url, json!({})).expect_line("got hello");
}

#[test]
fn keep_alive_pings_are_answered_on_both_sides() {
    if !Peer::Python.is_installed() {
        return;
    }
    let (_server, url) = server(json!({}));
    let pings = json!({ "ping_interval": 0.05, "ping_timeout": 60 });
    // It knows a latency when the second Ping has had its Pong.
    let mut client_of_ours =
        Peer::Python.client_with(&url, &pings, &["await-latency", "text hello"]);
    client_of_ours.expect_line("await-latency: known");
    client_of_ours.expect_line("text hello: same");
    let (_server, url) = Peer::Python.server_with(&json!({ "ping_interval": null }));
    let keep_alive = json!({ "ping_interval_ms": 50, "pong_timeout_ms": 60_000 });
    let mut run = client(&url, json!({ "keep_alive": keep_alive }));
    for _ in 0..3 {
        run.expect_line("pong");
    }
}

/// Our echo server with these settings, and its address.
fn server(more: Json) -> (Running, String) {
    let echo = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", echo.clone())
        .node("received", "websocket.on_server_receive", both(&json!({ "is_binary": true })))
        .node("failed", "websocket.on_server_error", echo.clone())
        .node("binary", "flow.branch", json!({}))
        .node("as_binary", "websocket.server_send", both(&json!({ "is_binary": true })))
        .node("as_text", "websocket.server_send", echo)
        .wires(&[
            "received.pulse -> binary.pulse",
            "received.was_binary -> binary.input",
            "binary.on_true -> as_binary.pulse",
            "binary.on_false -> as_text.pulse",
            "received.client -> as_binary.client",
            "received.client -> as_text.client",
            "received.message -> as_binary.message",
            "received.message -> as_text.message",
        ])
        .print("port", "started.pulse", "port {started.port}")
        .print("error", "failed.pulse", "error {failed.kind}: {failed.message}");
    let server = with(json!({ "name": "Peer", "port": 0, "autostart": true }), more);
    let project = Project::new().websocket(json!({ "servers": [server] })).logic("main", &graph);
    let mut server = project.run(&[]);
    let url = format!("ws://127.0.0.1:{}/", server.expect_port());
    (server, url)
}

/// Our client with these settings; it says `hello` and prints what happens.
fn client(url: &str, more: Json) -> Running {
    let peer = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("opened", "websocket.on_start", peer.clone())
        .node("received", "websocket.on_receive", peer.clone())
        .node("ponged", "websocket.on_pong", peer.clone())
        .node("stopped", "websocket.on_stop", peer.clone())
        .node("failed", "websocket.on_error", peer)
        .node("again", "flow.branch", json!({}))
        .node("hello", "websocket.client_send", both(&json!({ "message": "hello" })))
        .wires(&["open.pulse -> hello.pulse", "error.pulse -> again.pulse"])
        .wires(&["failed.will_retry -> again.input"])
        .print("open", "opened.pulse", "open [{opened.subprotocol}]")
        .print("got", "received.pulse", "got {received.message}")
        .print("pong", "ponged.pulse", "pong {ponged.round_trip}")
        .print("stop", "stopped.pulse", "stopped {stopped.code}")
        .print("error", "failed.pulse", "error {failed.kind}: {failed.message}")
        .print("final", "again.on_false", "final");
    let connection = with(json!({ "name": "Peer", "url": url, "autostart": true }), more);
    let settings = json!({ "connections": [connection] });
    Project::new().websocket(settings).logic("main", &graph).run(&[])
}

fn both(more: &Json) -> Json {
    with(json!({ "configuration": "Peer" }), more.clone())
}

fn with(mut one: Json, more: Json) -> Json {
    one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    one
}
