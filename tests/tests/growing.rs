//! A collection that grows or changes in a loop, through a variable: Get Variable, a node that changes it, Set
//! Variable. Each round costs what it changes, not what is there.

use pulsewire_tests::{Graph, Project};
use serde_json::{Value as Json, json};
use std::sync::{Mutex, PoisonError};

/// One measurement at a time.
static MEASURING: Mutex<()> = Mutex::new(());

/// How many milliseconds so many rounds take. `change` is the node that computes the new value of the variable `all`, and `wires` connect it
/// with `all`, `loop.index`, `key.formatted` and `keep`.
fn time(rounds: usize, initial: &Json, change: (&str, &Json), wires: &[&str]) -> u64 {
    let kind = match initial {
        Json::Array(_) => "Array",
        Json::Object(_) => "Dictionary",
        _ => "String",
    };
    let graph = Graph::new()
        .variable("all", kind, initial.clone())
        .node("begin", "event.initialize", json!({}))
        .variable("began", "Int", json!(0))
        .node("now", "time.now", json!({}))
        .node("start", "variable.set", json!({ "variable": "began" }))
        .node("began", "variable.get", json!({ "variable": "began" }))
        .node("taken", "math.subtract", json!({ "data_type": "Int" }))
        .node("loop", "flow.for_loop", json!({ "last_index": rounds - 1 }))
        .node("all", "variable.get", json!({ "variable": "all" }))
        .node("key", "string.format", json!({ "parameters": ["index"] }))
        .node("change", change.0, change.1.clone())
        .node("keep", "variable.set", json!({ "variable": "all" }))
        .node("over", "console.print", json!({}))
        .node("exit", "program.exit", json!({}))
        .wires(&["begin.pulse -> start.pulse", "start.pulse -> loop.pulse"])
        .wires(&["now.utc_unix -> start.value", "now.utc_unix -> taken.input_1"])
        .wires(&["began.value -> taken.input_2", "taken.output -> over.input"])
        .wires(&["loop.pulse -> keep.pulse", "loop.index -> key.index"])
        .wires(&["loop.on_end -> over.pulse", "over.pulse -> exit.pulse"])
        .wires(wires);
    let project = Project::new().with(&["limits", "steps"], json!(1_000_000_000_u64));
    let run = project.logic("l", &graph).run(&[]);
    run.wait().with_status(0).stdout.trim().parse().unwrap()
}

/// Ten times the rounds may not take forty times as long. The copies of a quadratic loop take a hundred times.
#[track_caller]
fn is_linear(initial: impl Fn(usize) -> Json, node_type: &str, attributes: Json, wires: &[&str]) {
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let time = |rounds| time(rounds, &initial(rounds), (node_type, &attributes), wires);
    let few = (0..3).map(|_| time(5_000)).min().unwrap().max(1);
    // On a busy machine a measurement may be far too long, never too short.
    let is_linear = (0..3).any(|_| time(50_000) < few * 40);
    assert!(is_linear, "{node_type}: ten times what takes {few} ms takes far longer");
}

#[test]
fn elements_are_pushed_to_an_array() {
    for at_end in [true, false] {
        is_linear(
            |_| json!([]),
            "array.push",
            json!({ "add_to_end": at_end }),
            &[
                "all.value -> change.array",
                "loop.index -> change.value",
                "change.array -> keep.value",
            ],
        );
    }
}

#[test]
fn elements_of_an_array_are_set() {
    is_linear(
        |rounds| json!(vec![0; rounds]),
        "array.set",
        json!({}),
        &[
            "all.value -> change.array",
            "loop.index -> change.index",
            "loop.index -> change.value",
            "change.array -> keep.value",
        ],
    );
}

#[test]
fn elements_are_popped_from_an_array() {
    for at_end in [true, false] {
        is_linear(
            |rounds| json!(vec![0; rounds]),
            "array.pop",
            json!({ "pop_end": at_end }),
            &["all.value -> change.array", "change.array -> keep.value"],
        );
    }
}

#[test]
fn keys_are_set_in_a_dictionary() {
    is_linear(
        |_| json!({}),
        "dictionary.set",
        json!({}),
        &[
            "all.value -> change.dictionary",
            "key.formatted -> change.key",
            "loop.index -> change.value",
            "change.dictionary -> keep.value",
        ],
    );
}

#[test]
fn strings_are_concatenated() {
    is_linear(
        |_| json!(""),
        "string.concat",
        json!({ "input_2": "x".repeat(200) }),
        &["all.value -> change.input_1", "change.output -> keep.value"],
    );
}
