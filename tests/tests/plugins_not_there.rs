//! Projects whose plugins are disabled: what is reported, and what still runs.

use pulsewire_tests::{Graph, Project};
use serde_json::json;

/// One graph that needs the plugin, and one that does not.
fn project() -> Project {
    let echo = json!({ "configuration": "Echo" });
    let needy = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", echo.clone())
        .node("receive", "websocket.on_receive", echo)
        .print("told", "receive.pulse", "{receive.message}")
        .wires(&["begin.pulse -> start.pulse"]);
    let other = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("print", "console.print", json!({ "input": "all the same" }))
        .node("exit", "program.exit", json!({}))
        .wires(&["begin.pulse -> print.pulse", "print.pulse -> exit.pulse"]);
    let off = json!({ "enabled": false });
    Project::new()
        .with(&["plugins", "websocket"], off)
        .logic("needy", &needy)
        .logic("other", &other)
}

#[test]
fn the_other_graphs_run_and_the_reason_is_reported_once() {
    let run = project().run(&[]).wait().with_status(0);
    assert_eq!(run.stdout, "all the same\n");
    let told = [
        "node `start` and 1 more are of the plugin websocket: ",
        "pulsewire plugin enable websocket --project",
        "this graph is left out",
        "1 warning in 1 file",
    ];
    let _ = run.with_stderr(&told);
}

#[test]
fn strict_rejects_a_disabled_plugin() {
    let run = project().run(&["--strict"]).wait().with_status(2);
    assert_eq!(run.stdout, "");
    let _ = run.with_stderr(&["error[plugin_not_available]", "1 error in 1 file"]);
}

#[test]
fn a_folder_without_a_project_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = pulsewire_tests::pulsewire(&["check", "."]);
    command.current_dir(folder.path());
    let run = pulsewire_tests::Running::start(command).wait().with_status(2);
    let _ = run.with_stderr(&["there is no project.json in this folder", "--> ."]);
}
