//! The program as a server of other people's clients.

use pulsewire_tests::{Graph, Peer, Project, Running};
use serde_json::json;

#[test]
fn every_kind_of_message_is_echoed() {
    let steps = [
        "text grüezi",
        "text",
        "binary 00ff7f80",
        "binary",
        "big-text 524288",
        "big-binary 1048576",
        "many 1000",
    ];
    for (peer, url, server) in servers() {
        let client = peer.client(&url, &steps).wait().with_status(0);
        let expected = "open\ntext grüezi: same\ntext: same\nbinary 00ff7f80: same\nbinary: same\n\
                        big-text 524288: same\nbig-binary 1048576: same\nmany 1000: in order\n";
        assert_eq!(client.stdout, expected, "{peer:?}");
        server.stop();
        let _ = server.wait().with_status(0);
    }
}

#[test]
fn a_client_closes_with_a_code_and_a_reason() {
    for (peer, url, mut server) in servers() {
        let client = peer.client(&url, &["text hello", "close 4001 bye"]).wait().with_status(0);
        assert!(client.stdout.ends_with("close 4001 bye: 4001 bye\n"), "{client:?}");
        server.expect_line("left 4001 bye clean=true");
    }
}

#[test]
fn a_stopped_server_sends_its_clients_the_code_and_the_reason() {
    for (peer, url, mut server) in servers() {
        let mut client = peer.client(&url, &["await-close"]);
        client.expect_line("open");
        let mut other = peer.client(&url, &["text stop", "await-close"]);
        assert_eq!(other.expect_line("await-close"), "await-close: 4002 enough");
        assert_eq!(client.expect_line("await-close"), "await-close: 4002 enough");
        server.expect_line("server stopped");
    }
}

#[test]
fn a_stopped_program_closes_with_going_away() {
    for (peer, url, server) in servers() {
        let mut client = peer.client(&url, &["await-close"]);
        client.expect_line("open");
        server.stop();
        let _ = server.wait().with_status(0);
        assert!(client.expect_line("await-close").starts_with("await-close: 1001"));
        let _ = client.wait().with_status(0);
    }
}

/// Our echo server for each peer that is set up, with its address.
fn servers() -> impl Iterator<Item = (Peer, String, Running)> {
    [Peer::Python, Peer::Node].into_iter().filter(|peer| peer.is_installed()).map(|peer| {
        let servers = json!({ "servers": [{ "name": "Echo", "port": 0 }] });
        let mut server = Project::new().websocket(servers).logic("main", &echo()).run(&[]);
        let url = format!("ws://127.0.0.1:{}/", server.expect_port());
        (peer, url, server)
    })
}

/// A server that echoes messages as they came, text as text and binary as binary; the text `stop` stops it.
fn echo() -> Graph {
    let echo = json!({ "configuration": "Echo" });
    let send = "websocket.server_send";
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.server_start", echo.clone())
        .node("started", "websocket.on_server_start", echo.clone())
        .node("received", "websocket.on_server_receive", both("is_binary", json!(true)))
        .node("binary", "flow.branch", json!({}))
        .node("as_binary", send, both("is_binary", json!(true)))
        .node("as_text", send, echo.clone())
        .node("words", "convert.conversion", json!({ "input_data_type": "Binary" }))
        .node("is_stop", "compare.is_equal", json!({ "data_type": "String", "b": "stop" }))
        .node("shall_stop", "flow.branch", json!({}))
        .node("stop", "websocket.server_stop", stop())
        .node("left", "websocket.on_server_disconnect", echo.clone())
        .node("stopped", "websocket.on_server_stop", echo)
        .wires(&[
            "begin.pulse -> start.pulse",
            "received.pulse -> binary.pulse",
            "received.was_binary -> binary.input",
            "binary.on_true -> as_binary.pulse",
            "binary.on_false -> as_text.pulse",
            "received.client -> as_binary.client",
            "received.client -> as_text.client",
            "received.message -> as_binary.message",
            "received.message -> as_text.message",
            "as_text.pulse -> shall_stop.pulse",
            "received.message -> words.input",
            "words.output -> is_stop.a",
            "is_stop.c -> shall_stop.input",
            "shall_stop.on_true -> stop.pulse",
        ])
        .print("port", "started.pulse", "port {started.port}")
        .print("gone", "left.pulse", "left {left.code} {left.reason} clean={left.was_clean}")
        .print("over", "stopped.pulse", "server stopped")
}

fn both(attribute: &str, value: serde_json::Value) -> serde_json::Value {
    json!({ "configuration": "Echo", attribute: value })
}

fn stop() -> serde_json::Value {
    json!({ "configuration": "Echo", "code": 4002, "reason": "enough" })
}
