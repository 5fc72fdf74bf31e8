//! Mistakes in project files: all are reported at once, each with its position, and nothing is started.

use pulsewire_tests::{Project, Running, pulsewire};
use serde_json::Value as Json;

const PROJECT: &str = r#"{
  "format": 1,
  "name": "Mistakes",
  "settings": {
    "websocket": {
      "connections": [
        { "name": "Echo", "url": "ws://127.0.0.1/", "port": 9001 },
        { "name": "Other", "url": "ws://127.0.0.1:9002/" }
      ],
      "servers": [ { "name": "Here", "port": 0 } ]
    }
  },
  "logic": ["logic/main.json"]
}
"#;

const LOGIC: &str = r#"{
  "variables": {
    "count": { "type": "Int", "initial": 0 }
  },
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "hello":  { "type": "console.print", "attributes": { "input": "started" } },
    "start":  { "type": "websocket.client_start", "attributes": { "configuration": "Echo", "pulse_pass_through": true } },
    "get":    { "type": "variable.get", "attributes": { "variable": "count" } },
    "one":    { "type": "math.add" },
    "two":    { "type": "math.add" },
    "branch": { "type": "flow.branch" },
    "exit":   { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> hello.pulse",
    "hello.pulse -> start.pulse",
    "start.pulse -> exit.pulse",
    "get.value -> one.input_1",
    "one.output -> two.input_1"
  ]
}
"#;

/// A text of the correct files, its replacement, and the expected message. In the replacement `«` marks the
/// reported line and column, and `‹` the reported line alone.
type Mistake = (&'static str, &'static str, &'static [&'static str]);

const IN_PROJECT: &[Mistake] = &[
    // Unknown fields.
    ("\"name\": \"Mistakes\"", "\"name\": \"M\", «\"setings\": {}", &["setings", "settings"]),
    ("\"port\": 9001", "«\"prt\": 9001", &["prt", "port"]),
    // Wrong types and ranges.
    ("\"name\": \"Mistakes\"", "\"name\": «7", &["string"]),
    ("\"port\": 9001", "\"port\": «\"9001\"", &["port"]),
    ("\"port\": 9001", "\"port\": «70000", &["port", "65535"]),
    ("\"port\": 0", "\"port\": «-1", &["port", "65535"]),
    ("\"format\": 1", "\"format\": «2", &["format", "1"]),
    // Addresses.
    ("\"ws://127.0.0.1/\"", "«\"http://127.0.0.1/\"", &["http", "ws://"]),
    ("\"ws://127.0.0.1/\"", "«\"127.0.0.1\"", &["ws://"]),
    ("\"ws://127.0.0.1/\"", "‹\"ws://127.0.0.1:9002/\"", &["9001", "9002"]),
    // Names.
    ("\"name\": \"Other\"", "\"name\": «\"Echo\"", &["Echo"]),
    ("\"websocket\": {", "«\"websockets\": {", &["websockets", "websocket"]),
    ("\"logic/main.json\"", "«\"logic/mian.json\"", &["logic/mian.json"]),
    // JSON.
    ("\"name\": \"Mistakes\",", "\"name\": \"Mistakes\"«\n", &["a comma is missing here"]),
];

const IN_LOGIC: &[Mistake] = &[
    // Unknown names.
    ("\"type\": \"flow.branch\"", "\"type\": «\"flow.brunch\"", &["flow.brunch", "flow.branch"]),
    ("\"flow.branch\" }", "\"flow.branch\", «\"atributes\": {} }", &["atributes", "attributes"]),
    ("\"input\": \"started\"", "«\"inptu\": \"started\"", &["inptu", "input"]),
    ("\"one.output ->", "\"one.«outptu ->", &["outptu", "output"]),
    ("two.input_1\"", "two.«input_11\"", &["input_11", "input_1"]),
    ("\"one.output ->", "\"«oen.output ->", &["oen", "one"]),
    ("\"configuration\": \"Echo\"", "\"configuration\": «\"Ecko\"", &["Ecko", "Echo"]),
    ("\"variable\": \"count\"", "\"variable\": «\"coutn\"", &["coutn", "count"]),
    // Wrong types.
    (
        "\"pulse_pass_through\": true",
        "\"pulse_pass_through\": «\"no\"",
        &["pulse_pass_through", "Bool"],
    ),
    ("\"initial\": 0", "\"initial\": «\"none\"", &["count", "Int"]),
    ("\"type\": \"Int\"", "\"type\": «\"Integer\"", &["Integer", "Int"]),
    ("\"configuration\": \"Echo\", ", "‹", &["configuration"]),
    // Wires.
    ("\"one.output -> two.input_1\"", "\"«one.output to two.input_1\"", &["node.socket ->"]),
    (
        "two.input_1\"",
        "two.input_1\", ‹\"one.output -> branch.pulse\"",
        &["one.output", "branch.pulse"],
    ),
    ("two.input_1\"", "two.input_1\", ‹\"one.output -> branch.input\"", &["Bool"]),
    (
        "two.input_1\"",
        "two.input_1\", ‹\"get.value -> two.input_1\"",
        &["two.input_1", "one.output"],
    ),
    ("\"begin.pulse ->", "‹\"begin.pulse -> exit.pulse\", \"begin.pulse ->", &["Sequential"]),
    ("two.input_1\"", "two.input_1\", \"two.output -> one.input_2\"", &["cycle", "one", "two"]),
    ("two.input_1\"", "two.input_1\", ‹\"two.input_2 -> one.output\"", &["two.input_2"]),
    // Names twice.
    ("\"two\":    {", "«\"one\":    {", &["one"]),
    ("\"initial\": 0 }", "\"initial\": 0 }, «\"count\": { \"type\": \"Int\" }", &["count"]),
    // JSON.
    ("\"wires\": [", "\"wires\": «}", &["unexpected `}`"]),
];

#[test]
fn a_project_without_mistakes_checks_and_runs() {
    let project = project(PROJECT, LOGIC);
    let _ = project.check(&[]).wait().with_status(0);
    let run = project.run(&[]).wait().with_status(0);
    assert_eq!(run.stdout, "started\n");
}

#[test]
fn every_mistake_in_project_json_is_reported_with_its_position() {
    let mut found = Vec::new();
    for mistake in IN_PROJECT {
        let (text, place) = make(PROJECT, "project.json", mistake);
        found.extend(find_problems(&project(&text, LOGIC), &place, mistake));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_mistake_in_a_logic_file_is_reported_with_its_position() {
    let mut found = Vec::new();
    for mistake in IN_LOGIC {
        let (text, place) = make(LOGIC, "logic/main.json", mistake);
        found.extend(find_problems(&project(PROJECT, &text), &place, mistake));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_missing_folder_or_file_is_reported() {
    let nowhere = Running::start(pulsewire(&["run", "no/such/project"]));
    let _ = nowhere.wait().with_status(2).with_stderr(&["no/such/project"]);
    let empty = tempfile::tempdir().unwrap();
    let run = Running::start(pulsewire(&["run", empty.path().to_str().unwrap()]));
    let _ = run.wait().with_status(2).with_stderr(&["project.json", "pulsewire new"]);
    let project = Project::new().text("project.json", PROJECT);
    let _ = project
        .run(&[])
        .wait()
        .with_status(2)
        .with_stderr(&["logic/main.json", "project.json:13:13"]);
}

#[test]
fn all_mistakes_of_all_files_are_in_one_report() {
    let told = all_at_once().run(&[]).wait().with_status(2);
    assert_eq!(told.stdout, "", "nothing was started");
    let _ = told.with_stderr(&[
        "setings",
        "`name` must be a string",
        "65535",
        "atributes",
        "Ecko",
        "flow.brunch",
        "outptu",
        "errors in 2 files",
    ]);
}

#[test]
fn a_misspelt_field_causes_one_diagnostic() {
    for (project_text, logic) in [
        (PROJECT.replace("\"settings\"", "\"setings\""), LOGIC.to_owned()),
        (PROJECT.replace("\"port\": 9001", "\"prt\": 9001"), LOGIC.to_owned()),
        (PROJECT.replace("\"servers\"", "\"server\""), LOGIC.to_owned()),
        (PROJECT.to_owned(), LOGIC.replacen("\"attributes\"", "\"atributes\"", 1)),
    ] {
        let told = project(&project_text, &logic).check(&["--json"]).wait().with_status(2);
        let report: Json = serde_json::from_str(&told.stdout).unwrap();
        let errors = find_diagnostics(&report).into_iter().filter(|one| one["severity"] == "error");
        let codes: Vec<&Json> = errors.map(|one| &one["code"]).collect();
        assert_eq!(codes, ["unknown_field"], "{report:#}");
    }
}

#[test]
fn json_output_has_the_same_diagnostics_stable_codes_and_status() {
    let told = all_at_once().check(&["--json"]).wait().with_status(2);
    let report: Json = serde_json::from_str(&told.stdout).expect("--json prints JSON");
    let mut codes: Vec<&str> = Vec::new();
    for diagnostic in find_diagnostics(&report) {
        codes.push(diagnostic["code"].as_str().expect("a code"));
        assert!(diagnostic["file"].as_str().unwrap().ends_with(".json"), "{diagnostic}");
        assert!(diagnostic["line"].as_u64().unwrap() > 0, "{diagnostic}");
        assert!(diagnostic["column"].as_u64().unwrap() > 0, "{diagnostic}");
        assert!(!diagnostic["message"].as_str().unwrap().is_empty(), "{diagnostic}");
    }
    assert!(codes.len() >= 5, "{report:#}");
    assert!(codes.contains(&"unknown_node_type"), "{codes:?}");
}

#[test]
fn wrong_usage_exits_with_2() {
    for arguments in [
        &["run"][..],
        &["rnu", "x"],
        &["run", ".", "--for", "soon"],
        &["graph", ".", "--format", "gif"],
    ] {
        let _ = Running::start(pulsewire(arguments)).wait().with_status(2).with_stderr(&["--help"]);
    }
}

#[test]
fn wrong_commands_get_a_hint() {
    for (arguments, way) in [
        (&["node", "show", "logic"][..], "the group logic has logic.and, logic.negate, logic.or"),
        (&["node", "show", "logic.nagate"], "did you mean \"logic.negate\"?"),
        (&["node", "show", "nothing"], "pulsewire node list"),
        (&["plugin", "disable", "websocket"], "give the project folder with --project DIR"),
    ] {
        let run = Running::start(pulsewire(arguments)).wait().with_status(2);
        let _ = run.with_stderr(&[&format!("help: {way}")]);
    }
}

fn all_at_once() -> Project {
    let project_text = PROJECT
        .replace("\"name\": \"Mistakes\"", "\"name\": 7, \"setings\": {}")
        .replace("9001", "70000");
    let logic = LOGIC
        .replace("\"Echo\"", "\"Ecko\"")
        .replace("\"flow.branch\"", "\"flow.brunch\", \"atributes\": {}")
        .replace("one.output", "one.outptu");
    project(&project_text, &logic)
}

fn project(project: &str, logic: &str) -> Project {
    Project::new().text("project.json", project).text("logic/main.json", logic)
}

/// The text with the mistake, and the position that must be reported.
fn make(good: &str, file: &str, (old, new, _): &Mistake) -> (String, String) {
    assert!(good.contains(old), "{old} is not in the good file");
    let marked = good.replacen(old, new, 1);
    let place = match (marked.find('«'), marked.find('‹')) {
        (Some(at), _) => format!("{file}:{}:{}", line(&marked, at), column(&marked, at)),
        (None, Some(at)) => format!("{file}:{}:", line(&marked, at)),
        (None, None) => file.to_owned(),
    };
    (marked.replace(['«', '‹'], ""), place)
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn column(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..at].chars().count() + 1
}

/// The differences between what `check` and `run` report about a mistake and what they should.
fn find_problems(project: &Project, place: &str, (_, new, fragments): &Mistake) -> Vec<String> {
    let mut find_problems = Vec::new();
    for run in [project.check(&[]), project.run(&[])] {
        let told = run.wait();
        let lacking = fragments.iter().chain([&place]).filter(|one| !told.stderr.contains(**one));
        find_problems.extend(lacking.map(|one| format!("{new}: lacks {one:?}\n{}", told.stderr)));
        if told.status != Some(2) || !told.stdout.is_empty() {
            find_problems.push(format!("{new}: is not refused\n{told:#?}"));
        }
    }
    find_problems
}

/// Every object with a code, at any depth.
fn find_diagnostics(json: &Json) -> Vec<&Json> {
    match json {
        Json::Array(parts) => parts.iter().flat_map(find_diagnostics).collect(),
        Json::Object(parts) if parts.contains_key("code") => vec![json],
        Json::Object(parts) => parts.values().flat_map(find_diagnostics).collect(),
        _ => Vec::new(),
    }
}
