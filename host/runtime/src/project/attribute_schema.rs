//! JSON Schema of the attributes of a node type.

use pulsewire_plugin::{Attribute, AttributeKind, NodeType, Socket, ValueType};
use serde_json::{Map, Value as Json, json};

/// Matches a string with a placeholder, whose value may be of any type.
const PLACEHOLDER: &str = r"\$\{(env|file):[^}]+\}";

/// The schema of the attributes of a node type, and whether one of them is required.
pub(super) fn attributes(node_type: &NodeType) -> (Json, bool) {
    let info = &node_type.info;
    let mut properties = Map::new();
    for socket in &info.sockets.inputs {
        properties.insert(socket.id.clone(), input(socket));
    }
    for attribute in &info.attributes {
        properties.insert(attribute.id.clone(), written(attribute));
    }
    properties.insert(
        "enabled".into(),
        switch(true, "If false, the node and everything after it are skipped."),
    );
    let doc = "If true, the node is skipped and the next node runs.";
    properties.insert("pulse_pass_through".into(), switch(false, doc));
    let needed = info.attributes.iter().filter(|attribute| attribute.default.is_null());
    let required: Vec<&str> = needed.map(|attribute| attribute.id.as_str()).collect();
    let any = !required.is_empty();
    let mut schema = json!({
        "title": info.title,
        "description": info.doc,
        "type": "object",
        "properties": properties,
        "required": required,
        // A rule may add data inputs, whose attributes are not known here.
        "additionalProperties": info.rule.is_some(),
    });
    placeholders_too(&mut schema);
    (schema, any)
}

/// Makes a schema accept a string with a placeholder wherever it would not do so already.
pub(super) fn placeholders_too(schema: &mut Json) {
    match schema {
        Json::Object(parts) => {
            parts.iter_mut().for_each(|(keyword, part)| within(keyword, part));
            if let Some(Json::Array(mut choices)) = parts.shift_remove("oneOf") {
                // A placeholder fits several alternatives, so no longer exactly one.
                if choices.iter().all(|choice| choice["const"].is_string()) {
                    choices.push(placeholder());
                }
                parts.insert("anyOf".into(), choices.into());
            }
            if narrow(parts) {
                *parts = widened(std::mem::take(parts));
            }
        }
        Json::Array(parts) => parts.iter_mut().for_each(placeholders_too),
        _ => {}
    }
}

fn within(keyword: &str, part: &mut Json) {
    match keyword {
        "properties" | "patternProperties" | "$defs" => {
            part.as_object_mut().into_iter().flatten().for_each(|(_, part)| placeholders_too(part));
        }
        "items"
        | "prefixItems"
        | "additionalProperties"
        | "anyOf"
        | "oneOf"
        | "allOf"
        | "then"
        | "else" => placeholders_too(part),
        _ => {}
    }
}

/// Whether this is the schema of a value other than text, or of a text of some form.
fn narrow(schema: &Map<String, Json>) -> bool {
    let form = ["pattern", "format", "maxLength"].iter().any(|key| schema.contains_key(*key));
    let of = |kind: &Json| match kind.as_str() {
        Some("integer" | "number" | "boolean") => true,
        Some("string") => form,
        _ => false,
    };
    schema.contains_key("enum")
        || match schema.get("type") {
            Some(Json::Array(kinds)) => kinds.iter().any(of),
            Some(kind) => of(kind),
            None => false,
        }
}

/// The schema or a placeholder, with the notes for people where an editor looks for them.
fn widened(mut schema: Map<String, Json>) -> Map<String, Json> {
    let mut whole = Map::new();
    for note in ["title", "description", "default"] {
        whole.extend(schema.shift_remove(note).map(|value| (note.to_owned(), value)));
    }
    whole.insert("anyOf".into(), json!([schema, placeholder()]));
    whole
}

fn placeholder() -> Json {
    json!({ "type": "string", "pattern": PLACEHOLDER })
}

fn input(socket: &Socket) -> Json {
    let default = socket
        .default
        .clone()
        .unwrap_or_else(|| serde_json::to_value(socket.kind.zero()).unwrap_or_default());
    documented(of_value(socket.kind), &socket.title, &socket.doc, default)
}

fn written(attribute: &Attribute) -> Json {
    let default = attribute.default.clone();
    documented(of_kind(&attribute.kind), &attribute.title, &attribute.doc, default)
}

fn switch(default: bool, doc: &str) -> Json {
    json!({ "description": doc, "type": "boolean", "default": default })
}

fn documented(mut schema: Json, title: &str, doc: &str, default: Json) -> Json {
    schema["title"] = title.into();
    schema["description"] = doc.into();
    if !default.is_null() {
        schema["default"] = default;
    }
    schema
}

fn of_kind(kind: &AttributeKind) -> Json {
    match kind {
        AttributeKind::Value(kind) => of_value(*kind),
        AttributeKind::Range(low, high) => {
            let mut schema = json!({ "type": "integer", "minimum": low, "maximum": high });
            let unbounded = |bound: &str, none: bool| none.then(|| bound.to_owned());
            let bounds =
                [unbounded("minimum", *low == i64::MIN), unbounded("maximum", *high == i64::MAX)];
            for bound in bounds.into_iter().flatten() {
                schema.as_object_mut().and_then(|schema| schema.shift_remove(&bound));
            }
            schema
        }
        AttributeKind::Choice(words) => json!({ "enum": words }),
        AttributeKind::List(kind) => json!({ "type": "array", "items": of_kind(kind) }),
        AttributeKind::Configuration(_) | AttributeKind::Variable => json!({ "type": "string" }),
    }
}

fn of_value(kind: ValueType) -> Json {
    match kind {
        ValueType::Bool => json!({ "type": "boolean" }),
        ValueType::Int => json!({ "type": "integer" }),
        ValueType::Float => json!({ "type": "number" }),
        ValueType::String => json!({ "type": "string" }),
        ValueType::Binary => json!({ "type": "string", "pattern": "^([0-9A-Fa-f]{2})*$" }),
        ValueType::Array => json!({ "type": "array" }),
        ValueType::Dictionary => json!({ "type": "object" }),
        ValueType::Any => json!({}),
    }
}
