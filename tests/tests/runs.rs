//! How a run ends: what it waits for, its messages and its exit status.

use pulsewire_tests::sockets::{open, read_close};
use pulsewire_tests::{Graph, Project, pulsewire};
use rustix::process::Signal;
use serde_json::{Value as Json, json};
use std::fs;

#[test]
fn the_status_of_an_exit_node_is_the_exit_status() {
    for (status, expected) in [(0, 0), (7, 7), (255, 255)] {
        let graph = Graph::new()
            .node("begin", "event.initialize", json!({}))
            .node("exit", "program.exit", json!({ "status": status }))
            .wires(&["begin.pulse -> exit.pulse"]);
        let _ = project(&graph).run(&[]).wait().with_status(expected);
    }
}

#[test]
fn a_failed_assert_exits_with_1_and_a_passed_one_with_0() {
    for (b, expected) in [(2, 0), (3, 1)] {
        let attributes = json!({ "label": "one and one", "a": 2, "b": b });
        let graph = Graph::new()
            .node("begin", "event.initialize", json!({}))
            .node("assert", "program.assert", attributes)
            .node("exit", "program.exit", json!({}))
            .wires(&["begin.pulse -> assert.pulse", "assert.pulse -> exit.pulse"]);
        let run = project(&graph).run(&[]).wait().with_status(expected);
        assert_eq!(run.stderr.contains("one and one"), expected == 1, "{run:?}");
    }
}

#[test]
fn an_unhandled_failure_exits_with_1_and_a_handled_one_with_0() {
    let fails = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("all", "flow.sequential", json!({}))
        .node("none", "math.add", json!({}))
        .node("half", "math.divide", json!({ "dividend": 1 }))
        .wires(&["none.output -> half.divisor"])
        .node("exit", "program.exit", json!({}))
        .wires(&[
            "begin.pulse -> all.pulse",
            "all.pulse_1 -> half.pulse",
            "all.pulse_2 -> exit.pulse",
        ]);
    let told = ["half", "logic/main.json", "division_by_zero"];
    let _ = project(&fails).run(&[]).wait().with_status(1).with_stderr(&told);
    let handles = fails.node("failed", "event.error", json!({})).print(
        "tell",
        "failed.pulse",
        "{failed.node} {failed.code}",
    );
    let run = project(&handles).run(&[]).wait().with_status(0);
    assert_eq!(run.stdout, "half division_by_zero\n");
}

#[test]
fn until_ends_the_run_when_its_node_fires() {
    let run = project(&ticking()).run(&["--until", "tick"]).wait().with_status(0);
    assert_eq!(run.stdout, "goodbye\n");
    let run = project(&ticking()).run(&["--until", "logic/main.json:tick"]);
    let _ = run.wait().with_status(0);
}

#[test]
fn until_exits_with_1_when_its_node_does_not_fire() {
    let never = ticking().node("never", "console.print", json!({}));
    let run = project(&never).run(&["--until", "never", "--for", "50ms"]).wait().with_status(1);
    assert_eq!(run.stdout, "goodbye\n");
    let _ = run.with_stderr(&["never", "did not fire"]);
}

#[test]
fn until_rejects_an_unknown_node() {
    let run = project(&ticking()).run(&["--until", "tik"]).wait().with_status(2);
    assert_eq!(run.stdout, "", "nothing was started");
    let _ = run.with_stderr(&["--until tik", "did you mean `tick`?"]);
    let twice = project(&ticking()).logic("other", &ticking());
    let run = twice.run(&["--until", "tick"]).wait().with_status(2);
    let _ = run.with_stderr(&["logic/main.json:tick", "logic/other.json:tick"]);
}

#[test]
fn for_ends_the_run_cleanly() {
    let run = project(&ticking()).run(&["--for", "50ms"]).wait().with_status(0);
    assert_eq!(run.stdout, "goodbye\n");
}

#[test]
fn the_report_counts_what_happened() {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("three", "flow.for_loop", json!({ "last_index": 3 }))
        .node("none", "math.add", json!({}))
        .node("half", "math.divide", json!({ "dividend": 1 }))
        .wires(&["none.output -> half.divisor"])
        .node("exit", "program.exit", json!({}))
        .wires(&[
            "begin.pulse -> three.pulse",
            "three.pulse -> half.pulse",
            "three.on_end -> exit.pulse",
        ]);
    let connection = json!({ "name": "Peer", "url": "ws://127.0.0.1:1/" });
    let project = project(&graph).websocket(json!({ "connections": [connection] }));
    let file = project.folder().join("report.json");
    let _ = project.run(&["--report", file.to_str().unwrap()]).wait().with_status(1);
    let report: Json = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(report["project"], "Test");
    assert_eq!((&report["exit_status"], &report["clean_stop"]), (&json!(1), &json!(true)));
    assert!(report["seconds"].as_f64().unwrap() > 0.0);
    let failures = &report["failures"];
    assert_eq!((&failures["handled"], &failures["unhandled"]), (&json!(0), &json!(3)));
    assert_eq!(failures["list"][0]["node"], "half");
    assert_eq!(failures["list"][0]["times"], 3);
    assert_eq!(report["graphs"][0]["file"], "logic/main.json");
    let nodes = report["graphs"][0]["nodes"].as_array().unwrap();
    let half = nodes.iter().find(|node| node["node"] == "half").unwrap();
    let expected =
        json!({ "node": "half", "type": "math.divide", "fired": 3, "skipped": 0, "errors": 3 });
    assert_eq!(*half, expected);
    assert_eq!(report["connections"][0]["name"], "Peer");
    assert_eq!(report["connections"][0]["state"], "closed");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let run =
        project(&ticking()).run(&["--for", "10ms", "--report", "/no/such/folder/report.json"]);
    let _ = run.wait().with_status(1).with_stderr(&["/no/such/folder/report.json"]);
}

#[test]
fn an_endless_event_is_stopped_while_another_graph_continues() {
    let endless = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("ping", "flow.branch", json!({ "input": true }))
        .node("pong", "flow.branch", json!({}))
        .wires(&[
            "begin.pulse -> ping.pulse",
            "ping.on_true -> pong.pulse",
            "pong.on_false -> ping.pulse",
        ]);
    let project = project(&ticking()).logic("endless", &endless);
    let project = project.with(&["limits"], json!({ "steps": 5000 }));
    let mut run = project.run(&[]);
    let told = run.expect_log("more than 5000 steps");
    assert!(
        told.contains("ping -> pong -> ping") || told.contains("pong -> ping -> pong"),
        "{told}"
    );
    assert!(told.contains("logic/endless.json"), "{told}");
    run.stop();
    let run = run.wait().with_status(1);
    assert_eq!(run.stdout, "goodbye\n", "the other graph still runs");
}

#[test]
fn a_first_signal_stops_cleanly_and_closes_connections_with_1001() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut run = project(&server("bye")).websocket(servers()).run(&[]);
        let mut client = open(run.expect_port(), "/");
        run.expect_line("joined");
        match signal {
            Signal::INT => run.interrupt(),
            _ => run.stop(),
        }
        run.expect_line("bye");
        assert_eq!(read_close(&mut client).0, 1001);
        while client.read().is_ok() {}
        run.expect_line("left 1001 clean=true");
        let _ = run.wait().with_status(0);
    }
}

#[test]
fn a_second_signal_kills_the_run() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let limits = json!({ "stop_ms": 600_000 });
        let project = project(&server("bye")).with(&["limits"], limits).websocket(servers());
        let mut run = project.run(&[]);
        // This client answers no Close frame, so the clean stop cannot be done soon.
        let client = open(run.expect_port(), "/");
        run.expect_line("joined");
        run.stop();
        run.expect_line("bye");
        match signal {
            Signal::INT => run.interrupt(),
            _ => run.stop(),
        }
        let _ = run
            .wait()
            .with_status(status)
            .with_stderr(&["ended by a signal before the clean stop was complete"]);
        drop(client);
    }
}

#[test]
fn a_graph_of_a_disabled_plugin_is_skipped_unless_strict() {
    let needs = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", json!({ "configuration": "Peer" }))
        .wires(&["begin.pulse -> start.pulse"]);
    let project = project(&ticking())
        .logic("needs", &needs)
        .with(&["plugins", "websocket", "enabled"], json!(false));
    let told = ["websocket", "pulsewire plugin enable websocket", "logic/needs.json"];
    let run = project.run(&["--until", "tick"]).wait().with_status(0);
    assert_eq!(run.stdout, "goodbye\n");
    let _ = run.with_stderr(&told).with_stderr(&["left out"]);
    let strict = project.run(&["--until", "tick", "--strict"]).wait().with_status(2);
    assert_eq!(strict.stdout, "", "nothing was started");
    let _ = strict.with_stderr(&told);
    let _ = project.check(&["--strict"]).wait().with_status(2).with_stderr(&told);
    let _ = project.check(&[]).wait().with_status(0).with_stderr(&told);
}

#[test]
fn a_closed_standard_output_is_reported_once_and_does_not_end_the_run() {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("three", "flow.for_loop", json!({ "last_index": 3 }))
        .node("exit", "program.exit", json!({ "status": 5 }))
        .wires(&["begin.pulse -> three.pulse", "three.on_end -> exit.pulse"])
        .print("tell", "three.pulse", "{three.index}");
    let project = project(&graph);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let run = pulsewire(&["run", project.folder().to_str().unwrap()]).stdout(writer).output();
    let run = run.unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(5), "{told}");
    assert_eq!(told.matches("cannot write to standard output").count(), 1, "{told}");
}

fn project(graph: &Graph) -> Project {
    Project::new().logic("main", graph)
}

/// Ticks forever, and prints goodbye at shutdown.
fn ticking() -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("tick", "timer.start_interval", json!({ "seconds": 0.01 }))
        .node("end", "event.shutdown", json!({}))
        .wires(&["begin.pulse -> tick.pulse"])
        .print("over", "end.pulse", "goodbye")
}

fn servers() -> Json {
    json!({ "servers": [{ "name": "Server", "port": 0 , "close_timeout_ms": 600_000 }] })
}

/// A server that prints who connects and disconnects, and prints a line at shutdown.
fn server(last: &str) -> Graph {
    let of = json!({ "configuration": "Server" });
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.server_start", of.clone())
        .node("started", "websocket.on_server_start", of.clone())
        .node("joined", "websocket.on_server_connect", of.clone())
        .node("left", "websocket.on_server_disconnect", of)
        .node("end", "event.shutdown", json!({}))
        .wires(&["begin.pulse -> start.pulse"])
        .print("told_port", "started.pulse", "port {started.port}")
        .print("told_join", "joined.pulse", "joined")
        .print("told_left", "left.pulse", "left {left.code} clean={left.was_clean}")
        .print("told_end", "end.pulse", last)
}
