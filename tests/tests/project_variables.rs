//! Variables that all graphs of a project share.

use pulsewire_tests::{Graph, Project};
use serde_json::json;

/// Adds one to `total` as often as asked.
fn adding(times: i64) -> Graph {
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("loop", "flow.for_loop", json!({ "first_index": 1, "last_index": times + 1 }))
        .node("add", "variable.increment", json!({ "variable": "total" }))
        .wires(&["begin.pulse -> loop.pulse", "loop.pulse -> add.pulse"])
}

#[test]
fn steps_of_graphs_that_run_at_the_same_time_are_atomic() {
    let watch = Graph::new()
        .node("change", "variable.on_change", json!({ "variable": "total" }))
        .node("done", "compare.is_equal", json!({ "b": 2000 }))
        .node("branch", "flow.branch", json!({}))
        .node("exit", "program.exit", json!({ "status": 7 }))
        .wires(&[
            "change.pulse -> branch.pulse",
            "change.value -> done.a",
            "done.c -> branch.input",
            "branch.on_true -> exit.pulse",
        ]);
    let project = Project::new()
        .with(&["variables"], json!({ "total": { "type": "Int" } }))
        .with(&["limits"], json!({ "inbox": 4096 }))
        .logic("watch", &watch);
    let project = ["one", "two", "three", "four"]
        .iter()
        .fold(project, |project, name| project.logic(name, &adding(500)));
    let _ = project.run(&["--for", "60s"]).wait().with_status(7);
}

#[test]
fn a_change_fires_in_every_graph() {
    let listen = |number: i64| {
        Graph::new().node("change", "variable.on_change", json!({ "variable": "light" })).print(
            "show",
            "change.pulse",
            &format!("{number}: {{change.value}}"),
        )
    };
    let set = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("set", "variable.set", json!({ "variable": "light", "value": "on" }))
        .wires(&["begin.pulse -> set.pulse"]);
    let project = Project::new()
        .with(&["variables"], json!({ "light": { "type": "String", "initial": "off" } }))
        .logic("a", &listen(1))
        .logic("b", &listen(2))
        .logic("set", &set);
    let mut run = project.run(&[]);
    let mut lines = [run.expect_line(": on"), run.expect_line(": on")];
    lines.sort();
    assert_eq!(lines, ["1: on", "2: on"]);
    run.stop();
    let _ = run.wait().with_status(0);
}

#[test]
fn mistakes_in_variables_of_the_project_have_their_place() {
    let graph = Graph::new()
        .variable("total", "Int", json!(0))
        .node("begin", "event.initialize", json!({}))
        .node("set", "variable.set", json!({ "variable": "tottal" }))
        .wires(&["begin.pulse -> set.pulse"]);
    let declared =
        json!({ "total": { "type": "Int", "initial": "x" }, "state": { "type": "Int" } });
    let project = Project::new().with(&["variables"], declared).logic("main", &graph);
    let _ = project.check(&[]).wait().with_status(2).with_stderr(&[
        "the initial value of variable `total`",
        "hides the one of the project",
        "names the unknown variable `tottal`",
    ]);
}
