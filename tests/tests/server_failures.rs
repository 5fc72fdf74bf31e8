//! A server on the open internet: what strangers do is no failure of the run, and what the server cannot do is one.

use pulsewire_tests::report::connection;
use pulsewire_tests::sockets::{Listener, answer, open, open_raw, read_request};
use pulsewire_tests::{Graph, Project, Report, Running, bad_plugins, pulsewire};
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;

/// Reached only by a test that fails.
const TIMEOUT: Duration = Duration::from_secs(20);

/// An echo server without On WebSocket Server Error, with these settings besides.
fn echo(more: Json) -> Project {
    let mut server = json!({ "name": "S", "port": 0, "autostart": true });
    server.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let of = json!({ "configuration": "S" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("receive", "websocket.on_server_receive", of.clone())
        .node("send", "websocket.server_send", of)
        .wires(&[
            "receive.pulse -> send.pulse",
            "receive.client -> send.client",
            "receive.message -> send.message",
        ])
        .print("told", "started.pulse", "port {started.port}");
    Project::new().websocket(json!({ "servers": [server] })).logic("main", &graph)
}

/// A probe, a scanner, a browser that asks for a page, and a client that vanishes.
fn strangers(port: u16) {
    drop(open_raw(port));
    for request in ["\x16\x03\x01", "GET /.env HTTP/1.1\r\nHost: a\r\n\r\n", "x\r\n\r\n"] {
        let mut stream = open_raw(port);
        answer(&mut stream, request);
        let _ = read_request(&mut stream);
    }
    let client = open(port, "/");
    drop(client);
}

#[test]
fn strangers_neither_fail_a_run_nor_fill_its_log() {
    let project = echo(json!({}));
    let report = Report::of(&project);
    let mut run = project.run(&["--report", report.file()]);
    let port = run.expect_port();
    (0..3).for_each(|_| strangers(port));
    run.stop();
    let run = run.wait().with_status(0);
    assert_eq!(run.stderr, "");
    let report = report.read();
    let server = connection(&report, "S");
    assert_eq!(server["client_errors_by_kind"], json!({ "handshake": 12, "lost": 3 }));
    assert_eq!((&server["client_errors"], &server["unhandled_errors"]), (&json!(15), &json!(0)));
}

/// Runs with these directives for the log, lets strangers in, and returns the log.
fn log_with(directives: &str) -> String {
    let project = echo(json!({}));
    let mut command = pulsewire(&["run", project.folder().to_str().unwrap()]);
    command.env("PULSEWIRE_LOG", directives);
    let mut run = Running::start(command);
    let port = run.expect_port();
    strangers(port);
    run.stop();
    run.wait().with_status(0).stderr
}

#[test]
fn the_clients_of_a_server_have_a_log_target_of_their_own() {
    let server = "pulsewire::plugin::websocket::servers::S";
    let all = log_with("info");
    for part in ["::clients: S: 127.0.0.1:", "::access: S: 127.0.0.1:", ": S: listening on"] {
        assert!(all.contains(&format!("{server}{part}")), "{part} in {all}");
    }
    let quiet = log_with(&format!("info,{server}::clients=off,{server}::access=off"));
    assert!(!quiet.contains("::clients") && !quiet.contains("::access"), "{quiet}");
    assert!(quiet.contains("listening on"), "{quiet}");
    assert!(quiet.contains("errors of clients so far: 4 handshake, 1 lost"), "{quiet}");
}

#[test]
fn an_action_on_a_client_that_has_left_is_no_failure() {
    let of = json!({ "configuration": "S" });
    let late = Graph::new()
        .node("gone", "websocket.on_server_disconnect", of.clone())
        .node("send", "websocket.server_send", json!({ "configuration": "S", "message": "late" }))
        .wires(&["gone.pulse -> send.pulse", "gone.client -> send.client"])
        .print("told", "send.failed", "{send.error}");
    let mut run = echo(json!({})).logic("late", &late).run(&[]);
    let port = run.expect_port();
    drop(open(port, "/"));
    run.expect_line("the client `1` has disconnected");
    run.stop();
    let _ = run.wait().with_status(0);
    // Nothing needs to be wired to `failed`.
    let unwired = Graph::new()
        .node("gone", "websocket.on_server_disconnect", of)
        .node("send", "websocket.server_send", json!({ "configuration": "S", "message": "late" }))
        .node("both", "flow.sequential", json!({}))
        .wires(&[
            "gone.pulse -> both.pulse",
            "both.pulse_1 -> send.pulse",
            "gone.client -> send.client",
        ])
        .print("told", "both.pulse_2", "done");
    let mut run = echo(json!({})).logic("late", &unwired).run(&[]);
    drop(open(run.expect_port(), "/"));
    run.expect_line("done");
    run.stop();
    let run = run.wait().with_status(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_server_that_cannot_listen_ends_the_run_with_1() {
    let holder = Listener::new();
    let project = echo(json!({ "port": holder.port() }));
    let _ = project.run(&[]).wait().with_status(1).with_stderr(&[
        "ERROR pulsewire::plugin::websocket::servers::S: S: cannot listen on 127.0.0.1 port",
        "another program, or another run of this project, listens there",
    ]);
}

#[test]
fn a_server_whose_address_is_not_of_this_machine_says_so() {
    let project = echo(json!({ "host": "192.0.2.1", "port": 9001 }));
    let hint = "no interface of this machine has that address";
    let _ = project.run(&[]).wait().with_status(1).with_stderr(&[hint]);
}

#[test]
fn with_listen_retry_a_run_waits_for_the_port() {
    let holder = Listener::new();
    let port = holder.port();
    let retry = json!({ "initial_delay_ms": 20, "max_delay_ms": 20 });
    let project = echo(json!({ "port": port, "listen_retry": retry }));
    let mut run = project.run(&["-v"]);
    run.expect_log("trying to listen again in");
    drop(holder);
    assert_eq!(run.expect_port(), port);
    run.stop();
    let _ = run.wait().with_status(0);
}

#[test]
fn a_health_check_fails_while_a_graph_is_stuck() {
    let status = |port: u16| {
        let mut stream = open_raw(port);
        answer(&mut stream, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        read_request(&mut stream)[..12].to_owned()
    };
    let stalls = Graph::new()
        .node("message", "websocket.on_server_receive", json!({ "configuration": "S" }))
        .node("bad", "stalls.sleeps", json!({}))
        .wires(&["message.pulse -> bad.pulse"]);
    let project = echo(json!({ "health_path": "/health" })).logic("stalls", &stalls);
    let project = project.with(&["limits"], json!({ "stuck_ms": 100, "stop_ms": 500 }));
    let plugins = bad_plugins(&["stalls"]);
    let mut run = project.run(&["--plugin-dir", plugins.path().to_str().unwrap()]);
    let port = run.expect_port();
    assert_eq!(status(port), "HTTP/1.1 200");
    let mut client = open(port, "/");
    client.send(Message::text("stall")).unwrap();
    run.expect_log("the graph is stuck");
    let start = Instant::now();
    while status(port) != "HTTP/1.1 503" {
        assert!(start.elapsed() < TIMEOUT, "it stays healthy");
    }
    run.kill();
}
