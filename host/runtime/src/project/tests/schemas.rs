use super::placeholders::toolbox;
use super::{ECHO, MAIN};
use crate::project::schema;
use crate::toolbox::Toolbox;
use serde_json::{Value as Json, json};

/// The pointers of what a schema has against a document.
fn against(schema: &Json, document: &Json) -> Vec<String> {
    assert!(jsonschema::meta::is_valid(schema), "no schema: {schema:#}");
    let validator = jsonschema::validator_for(schema).unwrap();
    let mut found: Vec<String> =
        validator.iter_errors(document).map(|one| one.instance_path().to_string()).collect();
    found.sort();
    found
}

fn read(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn node(attributes: &Json) -> Json {
    json!({ "nodes": { "a": { "type": "test.node", "attributes": attributes } } })
}

fn websocket() -> Json {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "properties": { "connections": { "type": "array", "items": { "$ref": "#/$defs/Connection" } } },
        "$defs": {
            "Connection": {
                "type": "object",
                "additionalProperties": false,
                "required": ["name"],
                "properties": {
                    "name": { "type": "string" },
                    "url": { "type": "string", "pattern": "^ws:" },
                    "port": { "type": "integer", "default": 80 },
                    "when_full": { "$ref": "#/$defs/WhenFull" },
                    "instead": { "$ref": "#" },
                },
            },
            "WhenFull": { "oneOf": [{ "const": "refuse" }, { "const": "drop" }] },
        },
    })
}

#[test]
fn a_project_is_checked_with_the_sections_of_the_plugins() {
    let schema = schema::project(&[("websocket", websocket()), ("bare", Json::Null)]);
    assert_eq!(against(&schema, &read(ECHO)), [""; 0]);
    let connection = |connection: Json| json!({ "format": 1, "name": "x", "settings": { "websocket": { "connections": [connection] } } });
    let at = |part: &str| format!("/settings/websocket/connections/0{part}");
    let fine = json!({ "name": "x", "url": "${env:URL}", "port": "${env:PORT:-1}", "when_full": "${file:x}" });
    assert_eq!(against(&schema, &connection(fine)), [""; 0]);
    let wrong = json!({ "url": "http:", "port": "1", "when_full": "x", "extra": 1 });
    let found = against(&schema, &connection(wrong));
    assert_eq!(found, [at(""), at(""), at("/port"), at("/url"), at("/when_full")]);
    let inner = json!({ "name": "x", "instead": { "connections": [{ "name": 5 }] } });
    assert_eq!(against(&schema, &connection(inner)), [at("/instead/connections/0/name")]);
    let unknown = json!({ "format": 1, "name": "x", "settings": { "mqtt": {}, "bare": {} } });
    assert_eq!(against(&schema, &unknown), ["/settings"]);
}

#[test]
fn logic_is_checked_with_the_attributes_of_the_node_types() {
    let schema = schema::logic(&toolbox());
    let fine = json!({ "count": 5, "data": 1.5, "text": "x", "any": [1], "list": [], "enabled": false,
        "pulse_pass_through": "${env:SKIP:-false}" });
    assert_eq!(against(&schema, &node(&fine)), [""; 0]);
    let wrong = json!({ "count": 0, "data": "x", "enabled": 1, "list": {}, "extra": 1 });
    let at = |part: &str| format!("/nodes/a/attributes{part}");
    let found = against(&schema, &node(&wrong));
    assert_eq!(found, [at(""), at("/count"), at("/data"), at("/enabled"), at("/list")]);
    let unknown = json!({ "nodes": { "a b": { "type": "test.nod" } } });
    assert_eq!(against(&schema, &unknown), ["/nodes", "/nodes/a b/type"]);
    let missing = json!({ "nodes": { "a": { "type": "test.event" }, "b": { "type": "test.event", "attributes": {} } } });
    assert_eq!(against(&schema, &missing), ["/nodes/a", "/nodes/b/attributes"]);
}

#[test]
fn attributes_come_with_docs_and_defaults() {
    let schema = schema::logic(&toolbox());
    insta::assert_snapshot!(format!("{:#}", schema["$defs"]["test.node.attributes"]));
    insta::assert_snapshot!(format!("{:#}", schema["$defs"]["Node"]));
}

#[test]
fn one_schema_fits_both_files() {
    let schema =
        schema::both(schema::project(&[("websocket", websocket())]), schema::logic(&toolbox()));
    assert_eq!(against(&schema, &read(ECHO)), [""; 0]);
    assert_eq!(against(&schema, &node(&json!({}))), [""; 0]);
    assert_eq!(against(&schema, &node(&json!({ "count": "x" }))), ["/nodes/a/attributes/count"]);
    assert_eq!(against(&schema, &json!({ "format": 1, "name": 1 })), ["/name"]);
    // Without node types, the schema accepts any type.
    assert_eq!(against(&schema::logic(&Toolbox::default()), &read(MAIN)), [""; 0]);
}
