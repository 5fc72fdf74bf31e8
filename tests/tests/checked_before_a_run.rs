//! What `check` finds before a run: each case is a small project with one mistake, told once, at its place.

use pulsewire_tests::{Project, pulsewire};
use serde_json::Value as Json;

/// A project with this one logic file, and settings of the WebSocket plugin.
fn project(logic: &str) -> Project {
    let settings = serde_json::json!({
        "servers": [{ "name": "Here", "port": 0 }],
        "connections": [{ "name": "There", "url": "ws://127.0.0.1:1/" }],
    });
    Project::new()
        .websocket(settings)
        .with(&["logic"], serde_json::json!(["l.json"]))
        .text("l.json", logic)
}

/// The exit status of `check`, and what it tells: `code LINE:COLUMN message`.
fn check(project: &Project, arguments: &[&str]) -> (i32, Vec<String>) {
    let folder = project.folder().to_str().unwrap();
    let output = pulsewire(&["check", "--json", folder]).args(arguments).output().unwrap();
    let found: Json = serde_json::from_slice(&output.stdout).unwrap();
    let told = found.as_array().unwrap().iter().map(|one| {
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        format!("{} {}:{} {}", text("code"), one["line"], one["column"], text("message"))
    });
    (output.status.code().unwrap(), told.collect())
}

/// Checks a logic in which `«` marks the place of the only mistake; `run` refuses it too.
#[track_caller]
fn refused(code: &str, marked: &str, words: &[&str]) {
    let (before, after) = marked.split_once('«').unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let project = project(&format!("{before}{after}"));
    let (status, told) = check(&project, &[]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with(&format!("{code} {line}:{column} ")), "{told:?}");
    words.iter().for_each(|word| assert!(told[0].contains(word), "{word}: {told:?}"));
    assert_eq!(status, 2, "{told:?}");
    let _ = project.run(&["--for", "100ms"]).wait().with_status(2);
}

/// A logic in which On Initialize pulses one action node.
fn action(node_type: &str, attributes: &str) -> String {
    format!(
        r#"{{ "nodes": {{
  "begin": {{ "type": "event.initialize" }},
  "act": {{ "type": "{node_type}", "attributes": {{ {attributes} }} }}
}}, "wires": ["begin.pulse -> act.pulse"] }}"#
    )
}

#[test]
fn a_constant_with_which_a_node_could_only_fail_is_refused() {
    let there = r#""configuration": "There""#;
    let here = r#""configuration": "Here""#;
    let cases = [
        ("timer.start_interval", r#""seconds": «0"#.to_owned(), "bad_duration", "got 0"),
        ("timer.start_interval", r#""seconds": «-1"#.to_owned(), "bad_duration", "got -1"),
        ("timer.start_timeout", r#""seconds": «1e300"#.to_owned(), "bad_duration", "got 1e300"),
        ("program.exit", r#""status": «300"#.to_owned(), "bad_status", "0 to 255"),
        ("math.divide", r#""divisor": «0"#.to_owned(), "division_by_zero", "is 0"),
        (
            "websocket.client_send",
            format!("{there}, \"message\": «{{}}"),
            "type_mismatch",
            "String",
        ),
        ("websocket.client_stop", format!("{there}, \"code\": «1008"), "bad_close_code", "1008"),
        ("websocket.server_stop", format!("{here}, \"code\": «1008"), "bad_close_code", "1008"),
        ("console.print", r#""label": «5"#.to_owned(), "bad_attribute", "String"),
    ];
    for (node_type, attributes, code, word) in cases {
        refused(code, &action(node_type, &attributes), &["node `act`", "act", word]);
    }
}

#[test]
fn a_pattern_that_names_no_parameter_is_refused() {
    let logic = r#"{ "nodes": {
  "begin": { "type": "event.initialize" },
  "f": { "type": "string.format", "attributes": { "pattern": «"{prise}", "parameters": ["price"], "price": 7 } },
  "p": { "type": "console.print" }
}, "wires": [ "begin.pulse -> p.pulse", "f.formatted -> p.input" ] }"#;
    refused("bad_pattern", logic, &["node `f`", "no parameter \"prise\"", "price"]);
}

#[test]
fn a_width_that_begins_with_zero_fills_with_zeros() {
    let logic = r#"{ "nodes": {
  "begin": { "type": "event.initialize" },
  "f": { "type": "string.format", "attributes": { "pattern": "[{x:02}]", "parameters": ["x"], "x": 7 } },
  "p": { "type": "console.print" },
  "exit": { "type": "program.exit" }
}, "wires": [ "begin.pulse -> p.pulse", "f.formatted -> p.input", "p.pulse -> exit.pulse" ] }"#;
    let run = project(logic).run(&[]).wait().with_status(0);
    assert_eq!(run.stdout, "[07]\n");
}

#[test]
fn one_wrong_name_in_parameters_is_one_mistake_at_the_name() {
    let logic = r#"{ "nodes": {
  "begin": { "type": "event.initialize" },
  "sum": { "type": "math.add" },
  "f": { "type": "string.format", "attributes": { "parameters": ["x", «"Y"], "Y": 7 } },
  "p": { "type": "console.print" }
}, "wires": [ "begin.pulse -> p.pulse", "sum.output -> f.Y", "sum.output -> f.x", "f.formatted -> p.input" ] }"#;
    refused("bad_attribute", logic, &["\"Y\"", "lower case", "write \"y\""]);
}

#[test]
fn an_event_with_another_number_of_parameters_is_refused() {
    let logic = r#"{ "nodes": {
  "b": { "type": "event.initialize" },
  "t": { "type": "event.trigger", "attributes": { "event": "call", "parameters": ["a", "b"] } },
  «"l": { "type": "event.listener", "attributes": { "event": "call", "parameters": ["a"] } },
  "p": { "type": "console.print", "attributes": { "input": "called" } }
}, "wires": [ "b.pulse -> t.pulse", "l.pulse -> p.pulse" ] }"#;
    refused(
        "parameter_count",
        logic,
        &["node `l` cannot start", "has 1 parameters", "t in l.json"],
    );
}

#[test]
fn an_event_that_only_one_side_knows_is_a_warning() {
    let project = project(
        r#"{ "nodes": {
  "b": { "type": "event.initialize" },
  "t": { "type": "event.trigger", "attributes": { "event": "cal" } },
  "l": { "type": "event.listener", "attributes": { "event": "call" } },
  "p": { "type": "console.print", "attributes": { "input": "called" } }
}, "wires": [ "b.pulse -> t.pulse", "l.pulse -> p.pulse" ] }"#,
    );
    let expected = [
        "unheard_event 3:60 nothing listens to the event `cal` of node `t`",
        "unraised_event 4:61 nothing raises the event `call` of node `l`",
    ];
    assert_eq!(check(&project, &[]), (0, expected.map(ToOwned::to_owned).to_vec()));
    let run = project.run(&["--for", "50ms"]).wait().with_status(0);
    let _ = run.with_stderr(&["did you mean `call`?", "did you mean `cal`?"]);
}

#[test]
fn a_request_that_nothing_answers_is_refused() {
    let logic = r#"{ "nodes": {
  "b": { "type": "event.initialize" },
  "start": { "type": "websocket.server_start", "attributes": { "configuration": "Here" } },
  "asked": { "type": «"websocket.on_server_request", "attributes": { "configuration": "Here" } },
  "p": { "type": "console.print", "attributes": { "input": "asked" } }
}, "wires": [ "b.pulse -> start.pulse", "asked.pulse -> p.pulse" ] }"#;
    refused("no_answer", logic, &["node `asked`"]);
}

#[test]
fn a_project_without_logic_is_refused() {
    let project = Project::new();
    let (status, told) = check(&project, &[]);
    assert_eq!((status, told.len()), (2, 1), "{told:?}");
    assert!(told[0].starts_with("no_logic "), "{told:?}");
    let _ = project.run(&[]).wait().with_status(2);
}
