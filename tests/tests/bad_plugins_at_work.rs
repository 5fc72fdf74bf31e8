//! Plugins that loaded well and then do what they must not: none takes the program or another graph down.

use pulsewire_tests::report::node;
use pulsewire_tests::sockets::{open, read_text};
use pulsewire_tests::{Finished, Graph, Project, Report, Running, bad_plugins};
use rustix::process::Signal;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::Message;

/// A project beside bad plugins, its limits short.
struct Site {
    project: Project,
    plugins: TempDir,
    report: Report,
}

impl Site {
    fn new(plugin: &str, graphs: &[(&str, Graph)]) -> Self {
        let limits = json!({ "stuck_ms": 100, "stop_ms": 3000 });
        let project = Project::new().with(&["limits"], limits);
        let with = |project: Project, (name, graph): &(&str, Graph)| project.logic(name, graph);
        let project = graphs.iter().fold(project, with);
        let report = Report::of(&project);
        Self { project, plugins: bad_plugins(&[plugin]), report }
    }

    fn settings(self, plugin: &str, section: Json) -> Self {
        Self { project: self.project.settings(plugin, section), ..self }
    }

    fn run(&self, options: &[&str]) -> Running {
        let folder = self.plugins.path().to_str().unwrap();
        let ours = ["--plugin-dir", folder, "--report", self.report.file()];
        self.project.run(&[&ours, options].concat())
    }

    /// The one node that was stuck, and whether it returned.
    fn stuck(&self) -> (String, String, bool) {
        let report = self.report.read();
        let stuck = report["stuck"].as_array().unwrap();
        let [one] = &stuck[..] else { panic!("one was stuck: {report:#}") };
        let text = |name: &str| one[name].as_str().unwrap().to_owned();
        assert!(one["seconds"].as_f64().unwrap() >= 0.1, "{one}");
        (text("graph"), text("node"), one["returned"].as_bool().unwrap())
    }
}

/// Pulses a node of this type at the start, and then prints.
fn pulses(node_type: &str) -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("bad", node_type, json!({}))
        .wires(&["begin.pulse -> bad.pulse"])
        .print("after", "bad.pulse", "after")
}

/// Ticks, and says goodbye at the end.
fn ticks() -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("every", "timer.start_interval", json!({ "seconds": 0.01 }))
        .node("late", "timer.start_timeout", json!({ "seconds": 0.5 }))
        .node("both", "flow.sequential", json!({}))
        .node("end", "event.shutdown", json!({}))
        .wires(&[
            "begin.pulse -> both.pulse",
            "both.pulse_1 -> every.pulse",
            "both.pulse_2 -> late.pulse",
        ])
        .print("tick", "every.pulse", "tick")
        .print("done", "late.pulse", "done")
        .print("over", "end.pulse", "goodbye")
}

fn reported_stuck(run: Finished, name: &str) -> Finished {
    run.with_stdout_lines(&["tick", "goodbye"]).with_stderr(&[
        name,
        "logic/stuck.json",
        "bad",
        "the graph is stuck",
    ])
}

#[test]
fn a_node_that_never_returns_is_reported_and_a_signal_stops_the_others_cleanly() {
    for (name, signal) in [("stalls.sleeps", Signal::TERM), ("stalls.spins", Signal::INT)] {
        let site = Site::new("stalls", &[("stuck", pulses(name)), ("other", ticks())]);
        let mut run = site.run(&[]);
        let told = run.expect_log("the graph is stuck");
        assert!(told.contains("logic/stuck.json") && told.contains("bad"), "{told}");
        // What comes from here on was printed while the other graph was stuck.
        (0..3).for_each(|_| drop(run.expect_line("tick")));
        match signal {
            Signal::INT => run.interrupt(),
            _ => run.stop(),
        }
        let _ = reported_stuck(run.wait().with_status(1), name).with_stderr(&["still busy"]);
        assert_eq!(site.stuck(), ("logic/stuck.json".into(), "bad".into(), false));
        assert_eq!(site.report.read()["clean_stop"], false);
    }
}

#[test]
fn a_node_that_never_returns_does_not_keep_for_or_until_from_ending_the_run() {
    for end in [["--for", "1s"], ["--until", "done"]] {
        let site = Site::new("stalls", &[("stuck", pulses("stalls.sleeps")), ("other", ticks())]);
        let _ = reported_stuck(site.run(&end).wait().with_status(1), "stalls.sleeps");
        assert_eq!(site.stuck(), ("logic/stuck.json".into(), "bad".into(), false));
        assert!(node(&site.report.read(), "tick")["fired"].as_u64().unwrap() > 0);
    }
}

#[test]
fn a_node_that_never_returns_in_on_shutdown_does_not_keep_the_program() {
    let graph = Graph::new()
        .node("end", "event.shutdown", json!({}))
        .node("bad", "stalls.sleeps", json!({}))
        .wires(&["end.pulse -> bad.pulse"]);
    let site = Site::new("stalls", &[("stuck", graph), ("other", ticks())]);
    let run = site.run(&["--until", "tick"]).wait().with_status(1);
    let _ =
        run.with_stdout_lines(&["goodbye"]).with_stderr(&["still busy", "logic/stuck.json", "bad"]);
    assert_eq!(site.report.read()["clean_stop"], false);
}

#[test]
fn a_node_that_returns_late_is_reported_and_its_graph_continues() {
    let site = Site::new("stalls", &[("slow", pulses("stalls.returns"))]);
    let run = site.run(&["--until", "after"]).wait().with_status(0).with_stdout_lines(&["after"]);
    let _ = run.with_stderr(&["the graph is stuck", "bad"]);
    assert_eq!(site.stuck(), ("logic/slow.json".into(), "bad".into(), true));
    assert_eq!(site.report.read()["clean_stop"], true);
}

#[test]
fn an_event_raised_before_a_graph_got_stuck_is_still_handled() {
    let raises = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("raise", "event.trigger", json!({ "event": "go" }))
        .node("bad", "stalls.sleeps", json!({}))
        .wires(&["begin.pulse -> raise.pulse", "raise.pulse -> bad.pulse"]);
    let hears = Graph::new().node("go", "event.listener", json!({ "event": "go" }));
    let hears = hears.print("heard", "go.pulse", "heard");
    let site = Site::new("stalls", &[("raises", raises), ("hears", hears)]);
    let run = site.run(&["--until", "heard", "--for", "60s"]).wait();
    let run = run.with_status(1).with_stdout_lines(&["heard"]);
    assert!(!run.stderr.contains("did not fire"), "{}", run.stderr);
}

/// A server that answers, and then pulses a node of this type.
fn server(name: &str, then: &str) -> Graph {
    let of = json!({ "configuration": name });
    Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("receive", "websocket.on_server_receive", of.clone())
        .node("answer", "websocket.server_send", of)
        .node("bad", then, json!({}))
        .wires(&[
            "receive.pulse -> answer.pulse",
            "receive.client -> answer.client",
            "receive.message -> answer.message",
            "answer.pulse -> bad.pulse",
        ])
        .print("told", "started.pulse", &format!("{name} port {{started.port}}"))
}

/// Each graph runs on a thread of the WebSocket plugin, which is then lost to it. There are more of them than threads
/// that carry connections.
#[test]
fn any_number_of_stuck_messages_leaves_other_servers_working() {
    let bad = std::thread::available_parallelism().map_or(2, usize::from).max(2) + 1;
    let names: Vec<_> = (0..bad).map(|at| format!("Bad{at}")).collect();
    let graphs = names.iter().map(|name| (name.as_str(), server(name, "stalls.sleeps")));
    let graphs: Vec<_> = graphs.chain([("Good", server("Good", "flow.sequential"))]).collect();
    let site = Site::new("stalls", &graphs);
    let servers =
        graphs.iter().map(|(name, _)| json!({ "name": name, "port": 0, "autostart": true }));
    let servers = json!({ "servers": servers.collect::<Vec<_>>() });
    let site = site.settings("websocket", servers);
    // That a thread is lost is known by the time that its graph is told to be stuck.
    let project = site.project.with(&["limits"], json!({ "stuck_ms": 2000, "stop_ms": 3000 }));
    let site = Site { project, ..site };
    let mut run = site.run(&[]);
    let lines = graphs.iter().map(|_| run.expect_line(" port "));
    let ports: HashMap<String, u16> = lines
        .map(|line| {
            let (name, port) = line.split_once(" port ").unwrap();
            (name.to_owned(), port.parse().unwrap())
        })
        .collect();
    for name in &names {
        let mut bad = open(ports[name], "/");
        bad.send(Message::text("hang")).unwrap();
        run.expect_log("the graph is stuck");
        let mut good = open(ports["Good"], "/");
        good.send(Message::text(name.as_str())).unwrap();
        assert_eq!(read_text(&mut good), *name);
    }
    run.stop();
    let _ = run.wait().with_status(1);
    assert_eq!(site.report.read()["stuck"].as_array().unwrap().len(), bad);
}

#[test]
fn a_plugin_whose_stop_does_not_return_is_reported() {
    let site = Site::new("stalls", &[("other", ticks())]);
    let site = site.settings("stalls", json!({ "in_stop": true }));
    let run = site.run(&["--until", "tick"]).wait().with_status(1).with_stdout_lines(&["goodbye"]);
    let _ = run.with_stderr(&["stalls", "it did not return in time"]);
    assert_eq!(site.report.read()["clean_stop"], false);
}

#[test]
fn a_plugin_stuck_in_create_can_be_killed_by_a_second_signal() {
    let site = Site::new("stalls", &[("never", pulses("stalls.made"))]);
    let mut run = site.run(&[]);
    run.wait_for_thread("pulsewire-signa");
    // Nothing tells that it has come so far: the second signal must end it wherever it is.
    run.interrupt();
    while !run.is_over() {
        sleep(Duration::from_millis(10));
        run.interrupt();
    }
    let _ = run
        .wait()
        .with_status(130)
        .with_stderr(&["ended by a signal before the clean stop was complete"]);
}

#[test]
fn a_plugin_that_floods_a_graph_is_refused_and_memory_stays_bounded() {
    const INBOX: u64 = 64;
    let graph = Graph::new()
        .node("flood", "floods.on_flood", json!({}))
        .node("busy", "flow.for_loop", json!({ "last_index": 2000 }))
        .wires(&["flood.pulse -> busy.pulse"]);
    let site = Site::new("floods", &[("slow", graph), ("other", ticks())]);
    let project = site.project.with(&["limits"], json!({ "inbox": INBOX, "stop_ms": 3000 }));
    let site = Site { project, ..site };
    let mut run = site.run(&[]);
    run.expect_line("tick");
    let before = run.peak_memory();
    (0..100).for_each(|_| drop(run.expect_line("tick")));
    let grown = run.peak_memory() - before;
    run.stop();
    let run = run.wait().with_status(0);
    // Events of 16 KiB: the inbox holds 1 MiB of them; what was refused is far more than this.
    assert!(grown < 16 << 20, "{grown} bytes more");
    let report = site.report.read();
    let flood = &report["connections"][0];
    assert!(flood["failed"].as_u64().unwrap() > 1000, "{flood} {}", run.stderr);
    assert!(flood["messages_out"].as_u64().unwrap() > INBOX, "{flood}");
}

#[test]
fn a_panic_in_create_is_reported_with_its_node_and_nothing_runs() {
    let site = Site::new("breaks", &[("bad", pulses("breaks.made")), ("other", ticks())]);
    let run = site.run(&[]).wait().with_status(2);
    assert_eq!(run.stdout, "", "nothing was started");
    let _ = run.with_stderr(&["node_not_made", "`bad`", "panicked: out of luck", "logic/bad.json"]);
}

#[test]
fn a_panic_in_the_start_of_a_node_exits_with_2_and_in_that_of_a_plugin_with_3() {
    let site = Site::new("breaks", &[("bad", pulses("breaks.begun"))]);
    let run = site.run(&[]).wait().with_status(2);
    let _ = run.with_stderr(&["node `bad` cannot start", "out of luck"]);
    let site =
        Site::new("breaks", &[("other", ticks())]).settings("breaks", json!({ "at": "start" }));
    let run = site.run(&[]).wait().with_status(3);
    let _ = run.with_stderr(&["the plugin `breaks` cannot start: panicked: ", "out of luck"]);
}

#[test]
fn a_panic_in_the_stop_of_a_plugin_is_reported_and_exits_with_1() {
    let site =
        Site::new("breaks", &[("other", ticks())]).settings("breaks", json!({ "at": "stop" }));
    let run = site.run(&["--until", "tick"]).wait().with_status(1).with_stdout_lines(&["goodbye"]);
    let _ = run.with_stderr(&["breaks", "the plugin did not stop: panicked: ", "out of luck"]);
}

#[test]
fn a_plugin_that_panics_in_status_is_only_missing_from_the_report() {
    let site =
        Site::new("breaks", &[("other", ticks())]).settings("breaks", json!({ "at": "status" }));
    let run = site.run(&["--until", "tick"]).wait().with_status(0);
    let _ = run.with_stdout_lines(&["goodbye"]);
    assert_eq!(site.report.read()["connections"], json!([]));
}

#[test]
fn a_panic_in_a_thread_of_a_plugin_ends_that_thread_only() {
    let graph = Graph::new().node("event", "breaks.on_thread", json!({}));
    let graph = graph.print("came", "event.pulse", "came");
    let site = Site::new("breaks", &[("bad", graph), ("other", ticks())]);
    let mut run = site.run(&[]);
    run.expect_line("came");
    run.expect_log("out of luck");
    (0..3).for_each(|_| drop(run.expect_line("tick")));
    run.stop();
    let _ = run.wait().with_status(0).with_stdout_lines(&["goodbye"]);
}

#[test]
fn a_panic_in_run_counts_in_the_report_with_node_and_file() {
    let site = Site::new("breaks", &[("bad", pulses("breaks.down")), ("other", ticks())]);
    let _ = site.run(&["--until", "tick"]).wait().with_status(1);
    let report = site.report.read();
    let failure = &report["failures"]["list"][0];
    let text = |name: &str| failure[name].as_str().unwrap();
    assert_eq!((text("graph"), text("node"), text("code")), ("logic/bad.json", "bad", "panic"));
    assert_eq!(node(&report, "bad")["errors"], 1);
}
