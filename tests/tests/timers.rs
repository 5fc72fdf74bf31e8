//! Timers keep what they read when they started.

use pulsewire_tests::{Graph, Project};
use serde_json::json;

/// A timer reads its seconds out of a message; the message changes as soon as the timer runs.
fn changing_message(timer: &str) -> Graph {
    Graph::new()
        .variable("message", "Any", json!({ "seconds": 0.02 }))
        .node("begin", "event.initialize", json!({}))
        .node("message", "variable.get", json!({ "variable": "message" }))
        .node("seconds", "dictionary.get", json!({ "key": "seconds", "data_type": "Float" }))
        .node("timer", timer, json!({}))
        .node("change", "variable.set", json!({ "variable": "message", "value": {} }))
        .wires(&[
            "begin.pulse -> timer.pulse",
            "message.value -> seconds.dictionary",
            "seconds.value -> timer.seconds",
            "timer.on_start -> change.pulse",
        ])
}

#[test]
fn a_timeout_fires_when_its_input_can_no_longer_be_read() {
    let graph = changing_message("timer.start_timeout")
        .node("exit", "program.exit", json!({ "status": 5 }))
        .wires(&["timer.pulse -> exit.pulse"]);
    let _ = Project::new().logic("logic.json", &graph).run(&[]).wait().with_status(5);
}

#[test]
fn an_interval_goes_on_when_its_input_can_no_longer_be_read() {
    let graph = changing_message("timer.start_interval")
        .variable("ticks", "Int", json!(0))
        .node("ticks", "variable.get", json!({ "variable": "ticks" }))
        .node("next", "math.increment", json!({}))
        .node("count", "variable.set", json!({ "variable": "ticks" }))
        .node("show", "console.print", json!({}))
        .node("enough", "compare.is_greater_equal", json!({ "b": 3 }))
        .node("branch", "flow.branch", json!({}))
        .node("exit", "program.exit", json!({ "status": 6 }))
        .wires(&[
            "timer.pulse -> count.pulse",
            "ticks.value -> next.input",
            "next.output -> count.value",
            "count.pulse -> show.pulse",
            "count.value -> show.input",
            "show.pulse -> branch.pulse",
            "count.value -> enough.a",
            "enough.c -> branch.input",
            "branch.on_true -> exit.pulse",
        ]);
    let run = Project::new().logic("logic.json", &graph).run(&[]).wait().with_status(6);
    let _ = run.with_stdout_lines(&["1", "2", "3"]);
}
