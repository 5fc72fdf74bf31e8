//! What reaches On Error.

use pulsewire_tests::{Graph, Project};
use serde_json::json;

#[test]
fn on_error_receives_1024_failures_of_an_event_and_how_many_more_there_were() {
    let graph = Graph::new()
        .variable("count", "Int", json!(0))
        .node("begin", "event.initialize", json!({}))
        .node("loop", "flow.for_loop", json!({ "last_index": 3000 }))
        .node("none", "math.add", json!({}))
        .node("half", "math.divide", json!({ "dividend": 1 }))
        .node("error", "event.error", json!({}))
        .node("count", "variable.get", json!({ "variable": "count" }))
        .node("next", "math.increment", json!({}))
        .node("keep", "variable.set", json!({ "variable": "count" }))
        .node("last", "compare.is_equal", json!({ "data_type": "String", "b": "more_failures" }))
        .node("branch", "flow.branch", json!({}))
        .node("show", "console.print", json!({}))
        .node("says", "console.print", json!({}))
        .node("exit", "program.exit", json!({}))
        .wires(&[
            "begin.pulse -> loop.pulse",
            "loop.pulse -> half.pulse",
            "none.output -> half.divisor",
            "error.pulse -> keep.pulse",
            "count.value -> next.input",
            "next.output -> keep.value",
            "keep.pulse -> branch.pulse",
            "error.code -> last.a",
            "last.c -> branch.input",
            "branch.on_true -> show.pulse",
            "keep.value -> show.input",
            "show.pulse -> says.pulse",
            "error.message -> says.input",
            "says.pulse -> exit.pulse",
        ]);
    let run = Project::new().logic("logic.json", &graph).run(&[]).wait().with_status(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "1025", "{run:?}");
    assert!(
        lines[1].starts_with("1976 more failures in the same event; the last one: "),
        "{run:?}"
    );
}
