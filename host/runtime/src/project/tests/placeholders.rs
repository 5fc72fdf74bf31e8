use super::{ECHO, folder, lines, load, load_folder};
use crate::toolbox::Toolbox;
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, Socket, ValueType,
};
use serde_json::{Value as Json, json};

const LOGIC: &str = r#"{
  "variables": {
    "limit": { "type": "Int", "initial": "${env:PORT}" },
    "word": { "type": "String", "initial": "${env:PORT}" }
  },
  "nodes": {
    "a": {
      "type": "test.node",
      "attributes": {
        "count": "${env:PORT}", "data": "${env:PORT}", "text": "${env:PORT}", "any": "${env:PORT}",
        "enabled": "${env:ON}", "list": ["${env:PORT}"], "other": "${env:PORT}"
      }
    }
  }
}"#;

struct Nothing;

impl Node for Nothing {
    fn run(&mut self, _: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::NEXT)
    }
}

pub(super) fn toolbox() -> Toolbox {
    let info = NodeInfo::action("test.node", "Test", "For tests.")
        .attribute(Attribute::new(
            "count",
            "Count",
            AttributeKind::Range(1, 10_000),
            1,
            "How many.",
        ))
        .input(Socket::new("data", "Data", ValueType::Float, "A number."))
        .input(Socket::new("text", "Text", ValueType::String, "A text.").with_default("x"))
        .input(Socket::new("any", "Any", ValueType::Any, "Anything."))
        .input(Socket::new("list", "List", ValueType::Array, "A list."));
    let configuration = NodeInfo::event("test.event", "Event", "For tests.")
        .attribute(Attribute::configuration("connections", "Which."));
    let mut toolbox = Toolbox::default();
    let types = vec![info.create(|_| Ok(Nothing)), configuration.create(|_| Ok(Nothing))];
    toolbox.add(None, types).unwrap();
    toolbox
}

fn settings(section: &Json) -> String {
    json!({ "format": 1, "name": "x", "settings": { "s": section } }).to_string()
}

fn section(section: &Json) -> Json {
    let project = load(&[("project.json", &settings(section))], &[]).unwrap();
    project.settings.settings.get("s").unwrap().clone()
}

#[test]
fn placeholders_are_replaced_at_any_depth() {
    let written = json!({ "a": [{ "b": "Bearer ${env:TOKEN}!" }], "c": "$${env:TOKEN} $5", "${env:TOKEN}": 1,
        "d": "${env:NOBODY:-a:b}${env:EMPTY:-c}${env:EMPTY}" });
    let read = json!({ "a": [{ "b": "Bearer s3cr3t-token!" }], "c": "${env:TOKEN} $5", "${env:TOKEN}": 1,
        "d": "a:bc" });
    assert_eq!(section(&written), read);
}

#[test]
fn a_file_placeholder_drops_the_last_newline() {
    let project = settings(&json!(["${file:secrets/token}", "${file:two}"]));
    let files = [("project.json", &*project), ("secrets/token", "t0k3n\r\n"), ("two", "a\nb\n\n")];
    let project = load(&files, &[]).unwrap();
    assert_eq!(project.settings.settings.get("s"), Some(&json!(["t0k3n", "a\nb\n"])));
    assert_eq!(project.secrets.redact("is t0k3n here"), "is *** here");
}

#[test]
fn invalid_placeholders_are_reported() {
    let outside = folder(&[("secret", "x")]);
    let away = format!("${{file:{}}}", outside.path().join("secret").display());
    let section =
        json!(["é ${env:NOBODY}", "${env:A", "${PATH}", "${file:none}", away, "${file:../x}"]);
    let above = folder(&[("in/project.json", &settings(&section)), ("x", "")]);
    let report = load_folder(&above.path().join("in"), &[]).unwrap_err();
    let message = lines(&report).join("\n").replace(&*outside.path().to_string_lossy(), "/OUTSIDE");
    insta::assert_snapshot!(message);
}

#[test]
fn a_link_that_leads_out_of_the_folder_is_not_followed() {
    let other = folder(&[("secret", "s3cr3t")]);
    let project =
        folder(&[("project.json", &settings(&json!(["${file:link}", "${file:in/secret}"])))]);
    let link = |to: &std::path::Path, name| {
        std::os::unix::fs::symlink(to, project.path().join(name)).unwrap();
    };
    link(&other.path().join("secret"), "link");
    link(other.path(), "in");
    let report = load_folder(project.path(), &[]).unwrap_err();
    let codes: Vec<_> = report.diagnostics().iter().map(|one| &*one.code).collect();
    assert_eq!(codes, ["file_outside", "file_outside"]);
}

#[test]
fn a_sole_placeholder_becomes_a_number_where_the_schema_expects_one() {
    let project =
        settings(&json!({ "port": "${env:PORT:-9001}", "on": "${env:ON}", "key": "${env:PORT}",
        "both": "1${env:PORT}", "limit": "${env:PORT}" }));
    let mut project = load(&[("project.json", &project)], &[]).unwrap();
    let schema = json!({ "properties": {
        "port": { "type": ["integer", "null"] }, "on": { "type": "boolean" }, "key": { "type": "string" },
        "both": { "type": "integer" }, "limit": { "anyOf": [{ "type": "number" }, { "type": "null" }] },
    } });
    let found = project.check_section("s", &schema);
    let section = project.settings.settings.get("s").unwrap();
    let fits = json!({ "port": 9002, "on": true, "key": "9002", "both": "19002", "limit": 9002 });
    assert_eq!(section, &fits);
    assert_eq!(found.len(), 1, "{found:?}");
    // A port is not a secret, but a key with the same text is.
    assert_eq!(project.secrets.redact("9002"), "***");
}

#[test]
fn a_sole_placeholder_becomes_a_number_for_attributes_and_inputs() {
    let project = ECHO.replace("9001", "1");
    let mut project = load(&[("project.json", &project), ("logic/main.json", LOGIC)], &[]).unwrap();
    project.convert_attributes(&toolbox());
    let logic = &project.logic[0].logic;
    let attributes = Json::Object(logic.nodes.get("a").unwrap().attributes.clone());
    let fits = json!({ "count": 9002, "data": 9002, "text": "9002", "any": "9002", "enabled": true,
        "list": ["9002"], "other": "9002" });
    assert_eq!(attributes, fits);
    let initial = |name| logic.variables.get(name).unwrap().initial.clone().unwrap();
    assert_eq!((initial("limit"), initial("word")), (json!(9002), json!("9002")));
}

#[test]
fn messages_do_not_contain_secrets() {
    let mut project =
        load(&[("project.json", &settings(&json!({ "port": "${env:TOKEN}" })))], &[]).unwrap();
    let schema = json!({ "properties": { "port": { "type": "integer" } } });
    let found = project.check_section("s", &schema);
    let mut report = project.report();
    report.extend(found);
    assert!(
        report.to_text().contains("`port` must be a whole number, got \"***\""),
        "{}",
        report.to_text()
    );
    assert!(!format!("{project:?}{}", report.to_json()).contains("Secrets([\""));
    assert!(!report.to_json().to_string().contains("s3cr3t"));
}

#[test]
fn placeholders_are_resolved_again() {
    let written = json!({ "port": "${file:port}", "on": "${file:on}", "list": [1, "a ${file:token}"],
        "fixed": "$5 $${env:X}", "name": "x" });
    let folder = folder(&[
        ("project.json", &settings(&written)),
        ("port", "1"),
        ("on", "true"),
        ("token", "one"),
    ]);
    let write = |file: &str, text: &str| std::fs::write(folder.path().join(file), text).unwrap();
    let mut project = load_folder(folder.path(), &[]).unwrap();
    let schema =
        json!({ "properties": { "port": { "type": "integer" }, "on": { "type": "boolean" } } });
    assert!(project.check_section("s", &schema).is_empty());
    let placeholders = project.placeholders_of_section("s");
    write("port", "2\n");
    write("token", "two");
    let now =
        json!({ "port": 2, "on": true, "list": [1, "a two"], "fixed": "$5 ${env:X}", "name": "x" });
    assert_eq!(placeholders.resolve(""), Ok(Some(now)));
    assert_eq!(placeholders.resolve("/list/1"), Ok(Some(json!("a two"))));
    assert_eq!(
        (placeholders.resolve("/name"), placeholders.resolve("/nothing")),
        (Ok(None), Ok(None))
    );
    write("port", "s3cr3t");
    let why = placeholders.resolve("").unwrap_err();
    assert_eq!(why, "the value of `${…}` at `/port` is no longer a number");
    std::fs::remove_file(folder.path().join("token")).unwrap();
    let why = placeholders.resolve("/list").unwrap_err();
    assert!(why.starts_with("cannot read the file `token`: "), "{why}");
    assert_eq!(project.placeholders_of_section("other").resolve(""), Ok(None));
}
