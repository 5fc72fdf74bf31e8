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

/// `pulsewire` in a folder of its own, without the plugins.
fn alone(project: &Project, arguments: &[&str]) -> pulsewire_tests::Finished {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("pulsewire");
    std::fs::copy(pulsewire_tests::program(), &program).unwrap();
    let path = project.folder().to_str().unwrap();
    let command = pulsewire_tests::pulsewire(&[&["run", path], arguments].concat());
    let mut other = std::process::Command::new(program);
    other.args(command.get_args()).current_dir(command.get_current_dir().unwrap());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    pulsewire_tests::Running::start(other).wait()
}

#[test]
fn the_graphs_of_a_plugin_that_is_not_found_are_left_out() {
    let project = project().with(&["plugins"], json!({})).websocket(json!({}));
    let run = alone(&project, &[]).with_status(0);
    assert_eq!(run.stdout, "all the same\n");
    let told = [
        "warning[unknown_plugin]: the plugin `websocket` was not found",
        "looked for libpulsewire_websocket.so in ",
        "node `start` and 1 more are of the plugin websocket: it was not found",
        "this graph is left out",
    ];
    let _ = run.with_stderr(&told);
    let _ = alone(&project, &["--strict"]).with_status(3);
    let only = project.with(&["logic"], json!(["logic/needy.json"]));
    let _ = alone(&only, &[]).with_status(3).with_stderr(&["it was not found"]);
}

#[test]
fn an_unknown_group_is_a_plugin_that_is_missing() {
    let graph = Graph::new().node("publish", "mqtt.publish", json!({}));
    let run = Project::new().logic("main", &graph).check(&[]).wait().with_status(3);
    let told =
        ["node `publish` is a `mqtt.publish` of the plugin mqtt: it was not found; looked for"];
    let _ = run.with_stderr(&told);
    let graph = Graph::new().node("print", "consle.print", json!({}));
    let run = Project::new().logic("main", &graph).check(&[]).wait().with_status(2);
    let _ = run.with_stderr(&["unknown type `consle.print`", "did you mean `console.print`?"]);
}

#[test]
fn a_folder_without_a_project_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = pulsewire_tests::pulsewire(&["check", "."]);
    command.current_dir(folder.path());
    let run = pulsewire_tests::Running::start(command).wait().with_status(2);
    let _ = run.with_stderr(&["there is no project.json in this folder", "--> ."]);
}
