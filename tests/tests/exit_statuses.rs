//! The exit status is the truth however a run ends: each status, in each of the ways to end a run.

use pulsewire_tests::sockets::{free_port, open};
use pulsewire_tests::{Graph, Project, Report, Running};
use serde_json::{Value as Json, json};

/// How a run is ended.
#[derive(Clone, Copy, Debug)]
enum Mode {
    For,
    Until,
    Interrupt,
    Terminate,
}

use Mode::{For, Interrupt, Terminate, Until};

const MODES: [Mode; 4] = [For, Until, Interrupt, Terminate];

impl Mode {
    /// Runs the project until it says `ready`, ends it in this way, and gives its exit status. The report must say
    /// the same.
    fn status_of(self, project: &Project) -> i32 {
        let report = Report::of(project);
        let how: &[&str] = match self {
            For => &["--for", "1500ms"],
            Until => &["--until", "ready"],
            Interrupt | Terminate => &[],
        };
        let mut run = project.run(&[how, &["--report", report.file()]].concat());
        self.end(&mut run);
        let run = run.wait();
        let status = run.status.unwrap_or_else(|| panic!("{self:?} {run:?}"));
        assert_eq!(report.read()["exit_status"], json!(status), "{self:?}");
        status
    }

    fn end(self, run: &mut Running) {
        if !matches!(self, Until | For) {
            run.expect_line("ready");
        }
        self.end_at_once(run);
    }

    /// Sends the signal, if it is one.
    fn end_at_once(self, run: &Running) {
        match self {
            For | Until => {}
            Interrupt => run.interrupt(),
            Terminate => run.stop(),
        }
    }
}

/// Does something at the start, and then says `ready`.
fn first(node_type: &str, attributes: Json) -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("all", "flow.sequential", json!({}))
        .node("first", node_type, attributes)
        .wires(&["begin.pulse -> all.pulse", "all.pulse_1 -> first.pulse"])
        .print("ready", "all.pulse_2", "ready")
}

fn project(graph: &Graph) -> Project {
    Project::new().logic("main", graph)
}

#[track_caller]
fn check(project: &Project, expected: i32) {
    for mode in MODES {
        assert_eq!(mode.status_of(project), expected, "{mode:?}");
    }
}

#[test]
fn success_is_0() {
    check(&project(&first("flow.sequential", json!({}))), 0);
}

#[test]
fn an_unhandled_failure_is_1() {
    let fails = first("math.divide", json!({ "dividend": 1 }))
        .node("none", "math.add", json!({}))
        .wires(&["none.output -> first.divisor"]);
    check(&project(&fails), 1);
}

#[test]
fn a_failed_assert_is_1() {
    check(&project(&first("program.assert", json!({ "a": 1, "b": 2 }))), 1);
}

#[test]
fn an_unhandled_connection_error_is_1() {
    // The failure is there before the run ends: the graph waits for the attempt to be over.
    let over = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("wait", "timer.start_timeout", json!({ "seconds": 1.0 }))
        .wires(&["begin.pulse -> wait.pulse"])
        .print("ready", "wait.pulse", "ready");
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("first", "websocket.client_start", json!({ "configuration": "Nobody" }))
        .wires(&["begin.pulse -> first.pulse"]);
    let url = format!("ws://127.0.0.1:{}/", free_port());
    let settings = json!({ "connections": [{ "name": "Nobody", "url": url }] });
    let project = Project::new().logic("main", &graph).logic("over", &over).websocket(settings);
    check(&project, 1);
}

#[test]
fn a_connection_that_had_to_be_aborted_is_1_and_reported_as_leaked() {
    let of = json!({ "configuration": "Server" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("joined", "websocket.on_server_connect", of)
        .print("told", "started.pulse", "port {started.port}")
        .print("ready", "joined.pulse", "ready");
    let server = json!({ "name": "Server", "port": 0, "autostart": true,
                         "close_timeout_ms": 600_000, "stop_timeout_ms": 600_000 });
    let project = project(&graph)
        .websocket(json!({ "servers": [server] }))
        .with(&["limits"], json!({ "stop_ms": 500 }));
    for mode in MODES {
        let report = Report::of(&project);
        let how: &[&str] = match mode {
            For => &["--for", "5s"],
            Until => &["--until", "ready"],
            Interrupt | Terminate => &[],
        };
        let mut run = project.run(&[how, &["--report", report.file()]].concat());
        // This client answers no Close frame.
        let client = open(run.expect_port(), "/");
        run.expect_line("ready");
        mode.end_at_once(&run);
        let _ = run.wait().with_status(0);
        let report = report.read();
        assert_eq!(report["connections"][0]["leaked"], 0, "{mode:?} {report:#}");
        assert_eq!(report["clean_stop"], true, "{mode:?}");
        drop(client);
    }
}

#[test]
fn until_that_never_fires_is_1_however_the_run_ends() {
    let graph = first("flow.sequential", json!({})).node("never", "console.print", json!({}));
    let project = project(&graph);
    for mode in [For, Interrupt, Terminate] {
        let how = if matches!(mode, For) { "50ms" } else { "10m" };
        let mut run = project.run(&["--until", "never", "--for", how]);
        mode.end(&mut run);
        let _ = run.wait().with_status(1);
    }
}

#[test]
fn the_status_of_an_exit_node_wins_in_every_mode() {
    let exits = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("exit", "program.exit", json!({ "status": 7 }))
        .wires(&["begin.pulse -> exit.pulse"])
        .node("never", "console.print", json!({}));
    let project = project(&exits);
    for options in [&[][..], &["--for", "10m"], &["--until", "never"]] {
        let _ = project.run(options).wait().with_status(7);
    }
}

#[test]
fn a_signal_during_the_stop_of_for_or_until_kills_the_run() {
    let busy = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("end", "event.shutdown", json!({}))
        .node("long", "flow.for_loop", json!({ "last_index": 900_000_000_000_u64 }))
        .node("all", "flow.sequential", json!({}))
        .wires(&["end.pulse -> all.pulse", "all.pulse_2 -> long.pulse"])
        .print("ready", "begin.pulse", "ready")
        .print("stopping", "all.pulse_1", "stopping");
    let limits = json!({ "stop_ms": 600_000, "steps": 1_000_000_000_000_u64 });
    let project = project(&busy).with(&["limits"], limits);
    for (how, signal, status) in
        [(["--for", "50ms"], Terminate, 143), (["--until", "ready"], Interrupt, 130)]
    {
        let mut run = project.run(&how);
        run.expect_line("stopping");
        signal.end_at_once(&run);
        let _ = run.wait().with_status(status).with_stderr(&["ended by a signal"]);
    }
}
