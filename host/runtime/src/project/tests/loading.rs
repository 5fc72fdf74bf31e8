use super::{ECHO, MAIN, folder, lines, load, load_folder};
use crate::project::check_section;
use serde_json::json;
use std::path::Path;

const FILES: [(&str, &str); 2] = [("project.json", ECHO), ("logic/main.json", MAIN)];

#[test]
fn a_project_is_loaded_by_its_folder_or_its_file() {
    let folder = folder(&FILES);
    for path in [folder.path().to_owned(), folder.path().join("project.json")] {
        let project = load_folder(&path, &[]).unwrap();
        assert_eq!(project.settings.name, "Echo");
        assert_eq!(project.root, folder.path());
        let [main] = &project.logic[..] else { panic!("one logic file") };
        assert_eq!(main.path, "logic/main.json");
        assert_eq!(main.file, folder.path().join("logic/main.json"));
        assert_eq!(main.logic.nodes.len(), 2);
        assert!(project.report().is_empty());
    }
}

#[test]
fn a_byte_order_mark_is_accepted() {
    let (echo, main) = (format!("\u{feff}{ECHO}"), format!("\u{feff}{MAIN}"));
    load(&[("project.json", &echo), ("logic/main.json", &main)], &[]).unwrap();
}

#[test]
fn files_may_name_their_schema() {
    let named = |text: &str| text.replacen('{', "{ \"$schema\": \"pulsewire.schema.json\",", 1);
    load(&[("project.json", &named(ECHO)), ("logic/main.json", &named(MAIN))], &[]).unwrap();
}

#[test]
fn whole_numbers_may_have_a_fraction_or_exponent() {
    let project =
        r#"{ "format": 1.0, "name": "x", "limits": { "steps": 2e3 }, "settings": { "s": 0.5 } }"#;
    let project = load(&[("project.json", project)], &[]).unwrap();
    assert_eq!(project.settings.limits.steps, 2000);
    assert_eq!(project.settings.settings.get("s"), Some(&json!(0.5)));
}

#[test]
fn the_command_line_replaces_settings() {
    let sets = ["settings.websocket.connections.Echo.port=9002", "limits.inbox=64", "name=a b"];
    let project = load(&FILES, &sets).unwrap();
    assert_eq!(project.settings.name, "a b");
    assert_eq!(project.settings.limits.inbox, 64);
    let section = project.settings.settings.get("websocket").unwrap();
    assert_eq!(section["connections"][0]["port"], 9002);
}

#[test]
fn overridden_values_are_checked_like_the_file() {
    let sets = ["limits.inbox=none", "limit.steps=1", "settings.websocket.connections.Eco.port=1"];
    insta::assert_snapshot!(load(&FILES, &sets).unwrap_err().to_text());
}

#[test]
fn a_section_is_checked_against_the_schema_of_its_plugin() {
    let schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": { "connections": { "type": "array", "items": { "$ref": "#/$defs/Connection" } } },
        "$defs": {
            "Connection": {
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "url"],
                "properties": {
                    "name": { "type": "string", "minLength": 1, "description": "What nodes pick it by." },
                    "url": { "type": "string", "description": "Where it leads." },
                    "port": { "type": ["integer", "null"], "minimum": 0, "maximum": 65535 },
                    "when_full": { "$ref": "#/$defs/WhenFull" },
                    "tls": { "anyOf": [{ "$ref": "#/$defs/Tls" }, { "type": "null" }] },
                    "retry": { "oneOf": [
                        { "type": "object", "properties": { "kind": { "const": "never" } }, "required": ["kind"] },
                        { "type": "object", "required": ["kind", "every"],
                          "properties": { "kind": { "const": "fixed" }, "every": { "type": "integer" } } },
                    ] },
                },
            },
            "WhenFull": { "oneOf": [
                { "const": "refuse", "description": "Say no." },
                { "const": "drop_oldest", "description": "Make room." },
            ] },
            "Tls": { "type": "object", "additionalProperties": false, "properties": { "ca": { "type": "string" } } },
        },
    });
    let section = json!({
        "connections": [
            { "name": "", "url": 5, "prot": 1, "port": 65536 },
            { "nam": "x", "port": "x" },
            { "name": "a", "url": "b", "when_full": "drop_oldst", "tls": { "caa": 1 }, "retry": { "kind": "fixd" } },
            { "name": "a", "url": "b", "when_full": 1, "tls": 5, "retry": { "kind": "fixed", "every": "x" } },
            7,
        ],
        "conections": [],
    });
    let mut report = crate::diagnostics::Report::default().relative_to("/p");
    report
        .set_text("/p/project.json", json!({ "settings": { "websocket": &section } }).to_string());
    let file = Path::new("/p/project.json");
    report.extend(check_section(&schema, &section, file, "/settings/websocket"));
    insta::assert_snapshot!(lines(&report).join("\n"));
}

#[test]
fn an_invalid_schema_is_reported_as_a_bug_of_the_plugin() {
    let found = check_section(&json!({ "type": 5 }), &json!({}), Path::new("x"), "/settings/x");
    assert_eq!(found[0].code, "bad_schema");
}
