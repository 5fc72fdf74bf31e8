//! The network between client and server breaks: the client notices, reports it, reconnects, and each message that it
//! was given is accounted for.

use pulsewire_tests::report::{connection, node};
use pulsewire_tests::{Graph, Project, Relay, Report, Running, example};
use serde_json::{Value as Json, json};
use std::process::Command;

/// A client of a port that sends a message every few milliseconds, whether it is open or not, and comes back soon.
fn client(port: u16, more: Json) -> Project {
    let of = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("every", "timer.start_interval", json!({ "seconds": 0.002 }))
        .node("send", "websocket.client_send", of.clone())
        .node("open", "websocket.on_start", of.clone())
        .node("gone", "websocket.on_stop", of.clone())
        .node("error", "websocket.on_error", of.clone())
        .node("receive", "websocket.on_receive", of)
        .wires(&["begin.pulse -> every.pulse", "every.pulse -> send.pulse"])
        .print("refused", "send.failed", "refused")
        .print("told_open", "open.pulse", "open")
        .print("told_gone", "gone.pulse", "gone clean={gone.was_clean}")
        .print("told_error", "error.pulse", "error {error.kind}")
        .print("told_echo", "receive.pulse", "echo");
    let mut peer = json!({
        "name": "Peer", "url": format!("ws://{}:{port}/", Relay::ADDRESS), "autostart": true,
        "connect_timeout_ms": 1000, "close_timeout_ms": 1000,
        "reconnect": { "initial_delay_ms": 20, "max_delay_ms": 100 }
    });
    peer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Project::new().logic("main", &graph).websocket(json!({ "connections": [peer] }))
}

/// A server on a port that echoes.
fn server(port: u16) -> Running {
    let of = json!({ "configuration": "Server" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("receive", "websocket.on_server_receive", of.clone())
        .node("send", "websocket.server_send", of)
        .wires(&[
            "receive.pulse -> send.pulse",
            "receive.client -> send.client",
            "receive.message -> send.message",
        ])
        .print("gone", "send.failed", "gone")
        .print("told", "started.pulse", "port {started.port}");
    let server =
        json!({ "name": "Server", "host": Relay::ADDRESS, "port": port, "autostart": true });
    let project = Project::new().logic("main", &graph).websocket(json!({ "servers": [server] }));
    project.run(&[])
}

/// Stops the client, whose accounts must be even, and gives its part of the report.
fn account(run: Running, report: &Report) -> Json {
    run.stop();
    let _ = run.wait().with_status(0);
    let report = report.read();
    let peer = connection(&report, "Peer").clone();
    assert_eq!(
        peer["sent"],
        node(&report, "send")["fired"],
        "each Send is in the accounts: {peer:#}"
    );
    assert!(peer["messages_out"].as_u64().unwrap() > 0, "{peer:#}");
    assert_eq!(peer["leaked"], 0);
    peer
}

#[test]
fn the_client_reconnects_when_the_peer_is_killed_and_replaced() {
    for (when_closed, lost_line) in [("fail", Some("refused")), ("queue", None)] {
        let mut peer = server(0);
        let port = peer.expect_port();
        let project = client(port, json!({ "when_closed": when_closed }));
        let report = Report::of(&project);
        let mut run = project.run(&["--report", report.file()]);
        run.expect_line("open");
        run.expect_line("echo");
        peer.kill();
        run.expect_line("gone clean=false");
        run.expect_line("error refused");
        if let Some(line) = lost_line {
            run.expect_line(line);
        }
        let mut peer = server(port);
        assert_eq!(peer.expect_port(), port);
        run.expect_line("open");
        run.expect_line("echo");
        let accounts = account(run, &report);
        assert!(accounts["reconnects"].as_u64().unwrap() >= 1, "{accounts:#}");
        assert_eq!(accounts["failed"].as_u64().unwrap() > 0, lost_line.is_some(), "{accounts:#}");
    }
}

#[test]
fn the_client_reconnects_when_a_proxy_is_killed_and_replaced() {
    let mut peer = server(0);
    let peer_port = peer.expect_port().to_string();
    let relay = |port: u16| {
        let mut command = Command::new(example("relay"));
        command.args([&peer_port, &port.to_string()]);
        let mut relay = Running::start(command);
        (relay.expect_port(), relay)
    };
    let (port, mut first) = relay(0);
    let project = client(port, json!({}));
    let report = Report::of(&project);
    let mut run = project.run(&["--report", report.file()]);
    run.expect_line("open");
    run.expect_line("echo");
    first.kill();
    run.expect_line("gone clean=false");
    let _second = relay(port);
    run.expect_line("open");
    run.expect_line("echo");
    let accounts = account(run, &report);
    assert!(accounts["reconnects"].as_u64().unwrap() >= 1, "{accounts:#}");
}

#[test]
fn the_client_notices_a_network_that_drops_everything_and_recovers() {
    let mut peer = server(0);
    let relay = Relay::to(peer.expect_port());
    let keep_alive = json!({ "ping_interval_ms": 100, "pong_timeout_ms": 1000 });
    let project = client(relay.port(), json!({ "keep_alive": keep_alive }));
    let report = Report::of(&project);
    let mut run = project.run(&["--report", report.file()]);
    run.expect_line("open");
    run.expect_line("echo");
    relay.block();
    run.expect_line("error keepalive");
    run.expect_line("error timeout");
    relay.unblock();
    run.expect_line("open");
    run.expect_line("echo");
    let accounts = account(run, &report);
    assert!(accounts["reconnects"].as_u64().unwrap() >= 1, "{accounts:#}");
    assert!(accounts["failed"].as_u64().unwrap() > 0, "{accounts:#}");
}
