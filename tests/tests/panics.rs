//! A panic is logged with its plugin and location, and reveals no secret.

use pulsewire_tests::{Finished, Graph, Project, Report, Running, bad_plugins, pulsewire};
use serde_json::{Value as Json, json};

/// The start of the secret, which appears nowhere else.
const BEGINS: &str = "pl4nt3d";

/// It contains characters that text, JSON and Rust escape differently.
const SECRET: &str = "pl4nt3d-\"env\"-\\0123456789\t'é'";

/// Where the plugin panics.
const PLACE: &str = "breaks.rs:";

/// A graph with a node of the plugin, which is pulsed at the start, and On Error.
fn graph(node_type: &str) -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("bad", node_type, json!({}))
        .node("error", "event.error", json!({}))
        .wires(&["begin.pulse -> bad.pulse"])
        .print("told", "error.pulse", "{error.node} {error.code} {error.message}")
}

/// A project whose plugin holds a secret and panics with it at `at`.
fn project(at: &str, graph: &Graph) -> Project {
    let settings = json!({ "at": at, "out_of": "${env:PLANTED}" });
    Project::new().settings("breaks", settings).logic("main", graph)
}

/// Runs a command on the project with the most verbose log, and checks that its output does not contain the secret.
fn ends(project: &Project, command: &str, options: &[&str], status: i32) -> Finished {
    let plugins = bad_plugins(&["breaks"]);
    let (folder, plugins) = (project.folder().to_str().unwrap(), plugins.path().to_str().unwrap());
    let first = [command, folder, "--plugin-dir", plugins, "-vvv"];
    let mut command = pulsewire(&[&first, options].concat());
    command.env("PLANTED", SECRET);
    let done = Running::start(command).wait().with_status(status);
    for (name, text) in [("stdout", &done.stdout), ("stderr", &done.stderr)] {
        assert!(!text.contains(BEGINS), "a secret is on {name}\n{text}");
    }
    done
}

/// The only line about a panic in a JSON log.
fn logged_panic(log: &str) -> Json {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let told = |line: &Json| {
        let message = line["message"].as_str().unwrap_or_default();
        message.starts_with("panicked: ") && message.contains(PLACE)
    };
    let panics: Vec<_> = lines.filter(told).collect();
    assert_eq!(panics.len(), 1, "{log}");
    panics[0].clone()
}

#[test]
fn the_panic_of_a_node_reaches_on_error_the_log_and_the_report_without_the_secret() {
    for format in ["text", "json"] {
        let project = project("", &graph("breaks.down"));
        let report = Report::of(&project);
        let options = ["--log-format", format, "--report", report.file(), "--until", "told"];
        let done = ends(&project, "run", &options, 0);
        let done = done.with_stdout_lines(&["bad panic panicked: out of ***: \"***\""]);
        let done = done.with_stderr(&["ERROR", "panicked: out of ***", PLACE, "breaks"]);
        if format == "json" {
            let line = logged_panic(&done.stderr);
            assert_eq!((&line["level"], &line["plugin"]), (&json!("ERROR"), &json!("breaks")));
        }
        assert!(!report.read().to_string().contains(BEGINS));
    }
}

#[test]
fn an_unhandled_panic_is_reported_with_its_node() {
    let without_on_error = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("both", "flow.sequential", json!({}))
        .node("bad", "breaks.down", json!({}))
        .wires(&["begin.pulse -> both.pulse", "both.pulse_1 -> bad.pulse"])
        .print("after", "both.pulse_2", "after");
    let project = project("", &without_on_error);
    let report = Report::of(&project);
    let options = ["--log-format", "json", "--report", report.file(), "--until", "after"];
    let done = ends(&project, "run", &options, 1).with_stderr(&[
        r#""message":"node failed: panicked: out of ***: "#,
        r#""node":"bad","node_type":"breaks.down""#,
    ]);
    logged_panic(&done.stderr);
    let failure = &report.read()["failures"]["list"][0];
    assert_eq!(failure["message"], "panicked: out of ***: \"***\"");
}

#[test]
fn a_panic_outside_of_nodes_shows_no_secret() {
    let idle = Graph::new().node("begin", "event.initialize", json!({}));
    for (at, graph, status) in [
        ("check", &idle, 2),
        ("configure", &idle, 2),
        ("", &graph("breaks.made"), 2),
        ("", &graph("breaks.begun"), 2),
        ("start", &idle, 3),
        ("stop", &idle, 1),
        ("status", &idle, 0),
    ] {
        let project = project(at, graph);
        let report = Report::of(&project);
        let options = ["--for", "1ms", "--log-format", "json", "--report", report.file()];
        let done = ends(&project, "run", &options, status).with_stderr(&["out of ***", PLACE]);
        assert!(done.stderr.contains(r#""plugin":"breaks""#), "{at}: {}", done.stderr);
    }
}

#[test]
fn a_panic_in_a_plugin_thread_shows_no_secret() {
    let graph = Graph::new().node("event", "breaks.on_thread", json!({}));
    let project = project("", &graph.print("came", "event.pulse", "came"));
    let plugins = bad_plugins(&["breaks"]);
    let mut command = pulsewire(&["run", project.folder().to_str().unwrap(), "-vvv"]);
    command.arg("--plugin-dir").arg(plugins.path()).env("PLANTED", SECRET);
    let mut run = Running::start(command);
    let told = run.expect_log("panicked: out of ***");
    assert!(told.contains(PLACE) && told.contains(r#"plugin="breaks""#), "{told}");
    run.stop();
    let done = run.wait().with_status(0).with_stdout_lines(&["came"]);
    assert!(!done.stderr.contains(BEGINS), "{}", done.stderr);
}

#[test]
fn commands_that_only_read_a_project_show_no_secret_of_a_panic() {
    let project = project("check", &graph("breaks.down"));
    let told = ["panicked: out of ***", PLACE];
    let _ = ends(&project, "check", &[], 2).with_stderr(&told);
    let json = ends(&project, "check", &["--json"], 2).with_stderr(&told).stdout;
    assert!(json.contains("out of ***"), "{json}");
    let _ = ends(&project, "graph", &[], 0).with_stderr(&told);
}
