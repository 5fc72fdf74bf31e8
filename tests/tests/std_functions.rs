//! Functions that come with the program.

use pulsewire_tests::{Graph, Project, Running, pulsewire};
use serde_json::json;
use std::fs;

/// A server that prints what it receives and disconnects its client at each third text, and a client that reconnects
/// and uses the function `name` as its heartbeat.
fn beating(name: &str) -> Project {
    let server = Graph::new()
        .variable("count", "Int", json!(0))
        .node("start", "websocket.on_server_start", json!({ "configuration": "S" }))
        .node("client", "websocket.client_start", json!({ "configuration": "C" }))
        .node(
            "url",
            "string.format",
            json!({ "pattern": "ws://127.0.0.1:{port}/", "parameters": ["port"] }),
        )
        .node("receive", "websocket.on_server_receive", json!({ "configuration": "S" }))
        .node("count", "variable.increment", json!({ "variable": "count" }))
        .node("third", "compare.is_equal", json!({ "b": 3 }))
        .node("branch", "flow.branch", json!({}))
        .node("cut", "websocket.server_disconnect", json!({ "configuration": "S" }))
        .print("show", "count.pulse", "{count.value}: {receive.message}")
        .wires(&[
            "start.pulse -> client.pulse",
            "start.port -> url.port",
            "url.formatted -> client.url",
            "receive.pulse -> count.pulse",
            "show.pulse -> branch.pulse",
            "count.value -> third.a",
            "third.c -> branch.input",
            "branch.on_true -> cut.pulse",
            "receive.client -> cut.client",
        ]);
    let heart = Graph::new().node(
        "beat",
        "function.heartbeat",
        json!({ "configuration": "C", "text": "alive", "interval": 0.02 }),
    );
    Project::new()
        .with(&["functions"], json!([name]))
        .websocket(json!({
            "servers": [{ "name": "S", "port": 0, "autostart": true }],
            "connections": [{
                "name": "C",
                "url": "ws://127.0.0.1:1/",
                "autostart": false,
                "reconnect": { "initial_delay_ms": 10 },
            }],
        }))
        .logic("server", &server)
        .logic("heart", &heart)
}

#[test]
fn the_heartbeat_goes_on_after_a_new_connection() {
    let mut run = beating("std:heartbeat").run(&[]);
    for number in 1..=8 {
        assert_eq!(run.expect_line("alive"), format!("{number}: alive"));
    }
    run.stop();
    let _ = run.wait();
}

#[test]
fn a_copied_function_is_the_projects_own() {
    let project = beating("functions/heartbeat.json");
    let folder = project.folder().to_str().unwrap().to_owned();
    let copy = || Running::start(pulsewire(&["function", "copy", "std:heartbeat", &folder])).wait();
    let _ = copy().with_status(0);
    let shown =
        Running::start(pulsewire(&["function", "show", "std:heartbeat"])).wait().with_status(0);
    let file = project.folder().join("functions/heartbeat.json");
    assert_eq!(fs::read_to_string(file).unwrap(), shown.stdout);
    let _ = copy().with_status(2).with_stderr(&["functions/heartbeat.json"]);
    let _ = project.check(&[]).wait().with_status(0);
}
