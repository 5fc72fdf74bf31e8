//! JSON Schema (draft 2020-12) of both files, so that editors complete and check what users write.

use super::attribute_schema::{attributes, placeholders_too};
use crate::toolbox::Toolbox;
use pulsewire_project_settings::{Logic, Project};
use schemars::JsonSchema;
use serde_json::{Map, Value as Json, json};

/// The schema of `project.json`, with a section under `settings` for each of these plugins, by name and schema.
/// A null schema is that of a plugin without settings.
#[must_use]
pub fn project(plugins: &[(&str, Json)]) -> Json {
    let mut schema = of::<Project>();
    let definitions = schema["$defs"].as_object_mut();
    definitions.into_iter().flatten().for_each(|(_, definition)| placeholders_too(definition));
    let mut sections = Map::new();
    for (plugin, section) in plugins.iter().filter(|(_, section)| !section.is_null()) {
        let mut section = section.clone();
        placeholders_too(&mut section);
        move_references(&mut section, plugin);
        section.as_object_mut().and_then(|section| section.shift_remove("$schema"));
        for (name, definition) in take_definitions(&mut section) {
            schema["$defs"][format!("{plugin}.{name}")] = definition;
        }
        schema["$defs"][*plugin] = section;
        sections.insert((*plugin).to_owned(), json!({ "$ref": format!("#/$defs/{plugin}") }));
    }
    let settings = &mut schema["properties"]["settings"];
    settings["properties"] = Json::Object(sections);
    settings["additionalProperties"] = json!(false);
    schema
}

/// The schema of logic files, with the attributes of every node type in the toolbox.
#[must_use]
pub fn logic(toolbox: &Toolbox) -> Json {
    let mut schema = of::<Logic>();
    let (mut names, mut docs, mut rules) = (Vec::new(), Vec::new(), Vec::new());
    for tool in toolbox.list() {
        let info = &tool.node_type.info;
        let definition = format!("{}.attributes", info.id);
        let (attributes, required) = attributes(&tool.node_type);
        schema["$defs"][&definition] = attributes;
        let required = if required { json!(["attributes"]) } else { json!([]) };
        rules.push(json!({
            "if": { "properties": { "type": { "const": info.id } }, "required": ["type"] },
            "then": {
                "properties": { "attributes": { "$ref": reference(&definition) } },
                "required": required,
            },
        }));
        names.push(info.id.clone());
        docs.push(format!("{}. {}", info.title, info.doc));
    }
    if !names.is_empty() {
        let node = &mut schema["$defs"]["Node"];
        node["properties"]["type"]["enum"] = names.into();
        node["properties"]["type"]["enumDescriptions"] = docs.into();
        node["allOf"] = rules.into();
    }
    schema
}

/// One schema for both files: what has `nodes` is logic, anything else a project.
#[must_use]
pub fn both(mut project: Json, mut logic: Json) -> Json {
    let mut definitions = take_definitions(&mut project);
    definitions.extend(take_definitions(&mut logic));
    let draft = project.as_object_mut().and_then(|project| project.shift_remove("$schema"));
    logic.as_object_mut().and_then(|logic| logic.shift_remove("$schema"));
    definitions.extend([("Project".to_owned(), project), ("Logic".to_owned(), logic)]);
    json!({
        "$schema": draft,
        "title": "Pulsewire",
        "description": "project.json or a logic file of Pulsewire",
        "if": { "required": ["nodes"] },
        "then": { "$ref": "#/$defs/Logic" },
        "else": { "$ref": "#/$defs/Project" },
        "$defs": definitions,
    })
}

/// Serialized, as this keeps the parts in an order that people can read.
fn of<T: JsonSchema>() -> Json {
    serde_json::to_value(schemars::schema_for!(T)).unwrap_or_default()
}

fn reference(definition: &str) -> String {
    format!("#/$defs/{definition}")
}

fn take_definitions(schema: &mut Json) -> Map<String, Json> {
    match schema.as_object_mut().and_then(|schema| schema.shift_remove("$defs")) {
        Some(Json::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

/// Adjusts the references in the schema of a section to its position in the whole schema.
fn move_references(schema: &mut Json, plugin: &str) {
    match schema {
        Json::Object(parts) => {
            for (name, part) in parts {
                match (name.as_str(), part.as_str().and_then(|to| to.strip_prefix('#'))) {
                    ("$ref", Some(to)) => *part = moved(to, plugin).into(),
                    _ => move_references(part, plugin),
                }
            }
        }
        Json::Array(parts) => parts.iter_mut().for_each(|part| move_references(part, plugin)),
        _ => {}
    }
}

fn moved(reference: &str, plugin: &str) -> String {
    match reference.strip_prefix("/$defs/") {
        Some(name) => format!("#/$defs/{plugin}.{name}"),
        None => format!("#/$defs/{plugin}{reference}"),
    }
}
