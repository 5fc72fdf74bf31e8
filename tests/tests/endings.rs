//! How runs end: early, from a graph that keeps itself busy, and by Exit in On Shutdown.

use pulsewire_tests::{Graph, Project, Running};
use serde_json::json;
use std::fs;

/// On Initialize prints `begin`, On Shutdown prints `end`.
fn begin_and_end() -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("down", "event.shutdown", json!({}))
        .print("began", "begin.pulse", "begin")
        .print("ended", "down.pulse", "end")
}

/// Whether the process has a handler for SIGTERM.
fn handles_sigterm(run: &Running) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/status", run.id())).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or("0");
    u64::from_str_radix(caught.trim(), 16).unwrap_or(0) & (1 << 14) != 0
}

#[test]
fn a_signal_at_any_time_stops_cleanly_and_on_shutdown_comes_last() {
    let project = Project::new().logic("l", &begin_and_end());
    for step in 0..40 {
        let run = project.run(&[]);
        while !handles_sigterm(&run) {
            std::hint::spin_loop();
        }
        std::thread::sleep(std::time::Duration::from_micros(step * 250));
        run.stop();
        let _ = run.wait().with_status(0).with_stdout_lines(&["begin", "end"]);
    }
}

#[test]
fn an_exit_in_on_shutdown_gives_the_status() {
    let cases = [(json!({ "status": 7 }), 7), (json!({}), 0)];
    for (exit, status) in cases {
        let graph = begin_and_end()
            .node("exit", "program.exit", exit)
            .wires(&["ended.pulse -> exit.pulse"]);
        let run = Project::new().logic("l", &graph).run(&["--for", "100ms"]);
        let _ = run.wait().with_status(status).with_stdout_lines(&["begin", "end"]);
    }
}

#[test]
fn the_first_exit_with_a_status_decides_and_a_failure_beats_exit_0() {
    let graph = begin_and_end()
        .node("first", "program.exit", json!({ "status": 3 }))
        .node("exit", "program.exit", json!({ "status": 7 }))
        .wires(&["began.pulse -> first.pulse", "ended.pulse -> exit.pulse"]);
    let _ = Project::new().logic("l", &graph).run(&[]).wait().with_status(3);
    let graph = begin_and_end()
        .node("fails", "program.assert", json!({ "a": 1, "b": 2 }))
        .node("exit", "program.exit", json!({}))
        .wires(&["began.pulse -> fails.pulse", "ended.pulse -> exit.pulse"]);
    let _ = Project::new().logic("l", &graph).run(&["--for", "100ms"]).wait().with_status(1);
}

/// A graph that never ends is named after a few seconds, and a stop ends it at once.
fn keeps_itself_busy(graph: &Graph, names: &[&str]) {
    let mut run = Project::new().logic("l", graph).run(&[]);
    let line = run.expect_log("keeps itself busy");
    names.iter().for_each(|name| assert!(line.contains(name), "{line}"));
    let begin = std::time::Instant::now();
    run.stop();
    let ended = run.wait().with_status(0);
    // A stop that waits for the graph takes `limits.stop_ms`, and its status is 1.
    assert!(!ended.stderr.contains("still busy"), "{ended:?} after {:?}", begin.elapsed());
}

#[test]
fn a_graph_that_raises_its_own_event_for_ever_is_named_and_ends_with_the_run() {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("first", "event.trigger", json!({ "event": "again" }))
        .node("heard", "event.listener", json!({ "event": "again" }))
        .node("again", "event.trigger", json!({ "event": "again" }))
        .wires(&["begin.pulse -> first.pulse", "heard.pulse -> again.pulse"]);
    keeps_itself_busy(&graph, &["`heard` (event.listener)", "events a second"]);
}

#[test]
fn a_variable_set_in_its_own_on_change_is_named_and_ends_with_the_run() {
    let graph = Graph::new()
        .variable("n", "Int", json!(0))
        .node("begin", "event.initialize", json!({}))
        .node("first", "variable.set", json!({ "variable": "n", "value": 1 }))
        .node("changed", "variable.on_change", json!({ "variable": "n" }))
        .node("next", "math.increment", json!({}))
        .node("set", "variable.set", json!({ "variable": "n" }))
        .wires(&["begin.pulse -> first.pulse", "changed.pulse -> set.pulse"])
        .wires(&["changed.value -> next.input", "next.output -> set.value"]);
    keeps_itself_busy(&graph, &["`changed` (variable.on_change)"]);
}

#[test]
fn a_run_in_which_nothing_can_happen_says_so_or_ends() {
    let client = json!({ "connections": [{ "name": "C", "url": "ws://127.0.0.1:1/" }] });
    let graph =
        begin_and_end().node("got", "websocket.on_receive", json!({ "configuration": "C" }));
    let project = Project::new().websocket(client).with(&["limits", "stuck_ms"], json!(100));
    let project = project.logic("l", &graph);
    let mut run = project.run(&[]);
    let _ = run.expect_log("WARN pulsewire_runtime::running: nothing can happen any more");
    run.stop();
    let _ = run.wait().with_status(0).with_stdout_lines(&["begin", "end"]);
    let run = project.run(&["--exit-when-idle"]);
    let _ = run.wait().with_status(0).with_stdout_lines(&["begin", "end"]);
}

#[test]
fn a_run_with_a_timer_or_a_server_is_not_idle() {
    let server = json!({ "servers": [{ "name": "S", "port": 0, "autostart": true }] });
    let listening =
        begin_and_end().node("got", "websocket.on_server_receive", json!({ "configuration": "S" }));
    let timer = begin_and_end()
        .node("wait", "timer.start_timeout", json!({ "seconds": 1.5 }))
        .print("rang", "wait.pulse", "rang")
        .wires(&["began.pulse -> wait.pulse"]);
    for (graph, lines) in [(listening, vec!["begin", "end"]), (timer, vec!["begin", "rang", "end"])]
    {
        let project = Project::new().logic("l", &graph);
        let project = if lines.len() == 2 { project.websocket(server.clone()) } else { project };
        let project = project.with(&["limits", "stuck_ms"], json!(100));
        let run = project.run(&["--exit-when-idle", "--for", "3s"]);
        let _ = run.wait().with_status(0).with_stdout_lines(&lines);
    }
}
