//! What goes to the log, and in which form.

use pulsewire_tests::{Finished, Graph, Project, Running, pulsewire};
use serde_json::{Value as Json, json};

/// Runs a project whose server starts and stops, which the plugin logs as info.
fn run(options: &[&str], directives: Option<&str>) -> Finished {
    let settings = json!({ "servers": [{ "name": "Server", "port": 0, "autostart": true }] });
    let logic = Graph::new()
        .node("up", "websocket.on_server_start", json!({ "configuration": "Server" }))
        .node("exit", "program.exit", json!({}))
        .wires(&["up.pulse -> exit.pulse"]);
    let project = Project::new().websocket(settings).logic("main", &logic);
    let folder = project.folder().to_str().unwrap();
    let mut command = pulsewire(&[&["run", folder], options].concat());
    command.envs(directives.map(|it| ("PULSEWIRE_LOG", it)));
    Running::start(command).wait().with_status(0)
}

#[test]
fn a_run_without_problems_logs_nothing_by_default() {
    assert_eq!(run(&[], None).stderr, "");
}

#[test]
fn each_v_logs_more() {
    let _ = run(&["-v"], None).with_stderr(&["INFO", "listening on"]);
    let [one, two, three] = ["-v", "-vv", "-vvv"].map(|option| run(&[option], None).stderr);
    assert!(!one.contains("DEBUG") && !two.contains("TRACE"), "{one}{two}{three}");
}

#[test]
fn the_environment_overrides_the_option() {
    let _ = run(&[], Some("info")).with_stderr(&["listening on"]);
    assert_eq!(run(&["-v"], Some("error")).stderr, "");
    assert_eq!(run(&["-v"], Some("info,pulsewire::plugin=error")).stderr, "");
}

#[test]
fn invalid_directives_are_reported() {
    let run = run(&["-v"], Some("pulsewire=loud"));
    let _ = run.with_stderr(&["PULSEWIRE_LOG=\"pulsewire=loud\" is ignored", "listening on"]);
}

#[test]
fn as_json_each_line_is_an_object() {
    let log = run(&["-v", "--log-format", "json"], None).stderr;
    let lines: Vec<Json> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let listening = |line: &Json| {
        line["plugin"] == "websocket"
            && line["level"] == "INFO"
            && line["message"].as_str().is_some_and(|it| it.contains("listening on"))
    };
    assert!(lines.iter().any(listening), "{log}");
}
