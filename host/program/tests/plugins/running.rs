//! Projects that use plugins, as the program runs them.

use crate::fixtures::{Ran, User};
use std::fs;
use std::path::Path;

const PROJECT: &str = r#"{ "format": 1, "name": "Breaks", "logic": ["main.json"] }"#;

/// Pulses the node that panics, prints a line, and pulses it again.
const BREAKS: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "all":   { "type": "flow.sequential", "attributes": { "pulse_count": 4 } },
    "bad":   { "type": "breaks.down" },
    "never": { "type": "console.print", "attributes": { "input": "never" } },
    "on":    { "type": "console.print", "attributes": { "input": "goes on" } },
    "raise": { "type": "event.trigger", "attributes": { "event": "end" } },
    "end":   { "type": "event.listener", "attributes": { "event": "end" } },
    "exit":  { "type": "program.exit" }ON_ERROR_NODES
  },
  "wires": [
    "begin.pulse -> all.pulse",
    "all.pulse_1 -> bad.pulse",
    "bad.pulse -> never.pulse",
    "all.pulse_2 -> on.pulse",
    "all.pulse_3 -> bad.pulse",
    "all.pulse_4 -> raise.pulse",
    "end.pulse -> exit.pulse"ON_ERROR_WIRES
  ]
}"#;

const ON_ERROR_NODES: &str = r#",
    "failed": { "type": "event.error" },
    "text":   { "type": "string.format",
                "attributes": { "pattern": "{} {} {}", "parameters": ["node", "code", "message"] } },
    "tell":   { "type": "console.print" }"#;

const ON_ERROR_WIRES: &str = r#",
    "failed.pulse -> tell.pulse",
    "failed.node -> text.node",
    "failed.code -> text.code",
    "failed.message -> text.message",
    "text.formatted -> tell.input""#;

fn run_broken(nodes: &str, wires: &str) -> Ran {
    let user = User::with(&["breaks"]);
    let project = user.project(PROJECT);
    let logic = BREAKS.replace("ON_ERROR_NODES", nodes).replace("ON_ERROR_WIRES", wires);
    fs::write(Path::new(&project).join("main.json"), logic).unwrap();
    user.run(&["run", &project])
}

#[test]
fn a_node_that_panics_triggers_on_error_and_is_disabled_while_the_rest_runs_on() {
    let ran = run_broken(ON_ERROR_NODES, ON_ERROR_WIRES);
    let expected = "goes on\nbad panic panicked: out of luck: \"luck\"\n\
                    bad out_of_service the node is out of service since it panicked\n";
    assert_eq!((ran.status, ran.stdout.as_str()), (0, expected), "{}", ran.stderr);
}

#[test]
fn an_unhandled_panic_fails_the_run() {
    let ran = run_broken("", "");
    assert_eq!((ran.status, ran.stdout.as_str()), (1, "goes on\n"), "{}", ran.stderr);
    for part in ["bad", "breaks.down", "main.json", "panicked: out of luck", "out_of_service"] {
        assert!(ran.stderr.contains(part), "{part} is not in {}", ran.stderr);
    }
}

#[test]
fn the_project_of_the_example_greets_with_every_tick() {
    let user = User::with(&["hello"]);
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/plugin-hello/project");
    let often = "settings.hello.ticks.Second.every_ms=10";
    let ran = user.run(&["run", project.to_str().unwrap(), "--until", "print", "--set", often]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(
        !ran.stdout.is_empty() && ran.stdout.lines().all(|line| line == "Ahoy, Ada!"),
        "{}",
        ran.stdout
    );
}
