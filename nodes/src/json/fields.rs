//! The attribute `fields` of JSON Extract.

use super::path::Path;
use crate::names;
use pulsewire_plugin::{AttributeMistake, Attributes, Socket, Value, ValueType};
use serde_json::{Map, Value as Json};

/// Ids of the other outputs of the node.
const RESERVED: [&str; 5] = ["pulse", "missing", "not_json", "error", "missing_fields"];

/// A field to extract.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) kind: ValueType,
    /// The value when the field is missing; without one that is told.
    pub(super) default: Option<Value>,
}

/// The fields that the attribute lists, in its order.
pub(super) fn read(attributes: Attributes<'_>) -> Result<Vec<Field>, AttributeMistake> {
    let Some(written) = attributes.get("fields").as_object() else { return Ok(Vec::new()) };
    let known: Vec<&str> = written.keys().map(String::as_str).collect();
    for (at, name) in known.iter().enumerate() {
        names::check("fields", name, &RESERVED, &known[..at])
            .map_err(|why| AttributeMistake::new(names::pointer("fields", name), why))?;
    }
    written.iter().map(|(name, written)| Field::read(name, written)).collect()
}

impl Field {
    fn read(name: &str, written: &Json) -> Result<Self, AttributeMistake> {
        let mistake = |inside: &str, why: String| {
            let pointer = names::pointer("fields", name) + inside;
            AttributeMistake::new(pointer, format!("field {name:?}: {why}"))
        };
        if let Some(path) = written.as_str() {
            let path = Path::parse(path).map_err(|why| mistake("", why))?;
            return Ok(Self { name: name.to_owned(), path, kind: ValueType::Any, default: None });
        }
        let Some(written) = written.as_object() else {
            let why = "wants a path, or an object with `path`, `type` and `default`";
            return Err(mistake("", why.to_owned()));
        };
        check_keys(written).map_err(|why| mistake("", why))?;
        let path = written.get("path").and_then(Json::as_str).unwrap_or_default();
        let path = Path::parse(path).map_err(|why| mistake("/path", why))?;
        let kind = read_kind(written).map_err(|why| mistake("/type", why))?;
        let default = written.get("default").map(|default| Value::from_attribute(default, kind));
        let default = default.transpose().map_err(|why| mistake("/default", why.to_string()))?;
        Ok(Self { name: name.to_owned(), path, kind, default })
    }

    /// The output of this field.
    pub(super) fn socket(&self) -> Socket {
        let doc = "The value of the field; its default, or else nothing, when it is missing.";
        Socket::new(&self.name, &names::title(&self.name), self.kind, doc)
    }
}

fn check_keys(written: &Map<String, Json>) -> Result<(), String> {
    let known = ["path", "type", "default"];
    match written.keys().find(|key| !known.contains(&key.as_str())) {
        Some(other) => Err(format!("knows `path`, `type` and `default`, not {other:?}")),
        None if written.get("path").is_some_and(Json::is_string) => Ok(()),
        None => Err("wants `path`, a text".to_owned()),
    }
}

fn read_kind(written: &Map<String, Json>) -> Result<ValueType, String> {
    let Some(kind) = written.get("type") else { return Ok(ValueType::Any) };
    // JSON has no binaries.
    let known = ValueType::ALL.into_iter().filter(|kind| *kind != ValueType::Binary);
    let names: Vec<&str> = known.map(ValueType::name).collect();
    let name = kind.as_str().filter(|name| names.contains(name));
    let found = name.and_then(ValueType::from_name);
    found.ok_or_else(|| format!("wants one of {}, not {kind}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mistake(fields: &Json) -> String {
        let written = json!({ "fields": fields }).as_object().unwrap().clone();
        let found = read(Attributes::new(&written, &[])).err().unwrap();
        format!("{} {}", found.pointer, found.message)
    }

    #[test]
    fn what_is_wrong_with_a_field_is_told_with_its_place() {
        for (fields, wanted) in [
            (json!({ "Id": "$.id" }), "/fields/Id `fields` has \"Id\": names are lower case"),
            (
                json!({ "error": "$.id" }),
                "/fields/error `fields` has \"error\", which the node uses",
            ),
            (json!({ "id": 5 }), "/fields/id field \"id\": wants a path, or an object"),
            (json!({ "id": "$.a[" }), "/fields/id field \"id\": the path \"$.a[\" is wrong at"),
            (json!({ "id": { "paths": "a" } }), "/fields/id field \"id\": knows `path`, `type`"),
            (json!({ "id": { "type": "Int" } }), "/fields/id field \"id\": wants `path`"),
            (json!({ "id": { "path": "a..b" } }), "/fields/id/path field \"id\": the path"),
            (
                json!({ "id": { "path": "a", "type": "Binary" } }),
                "/fields/id/type field \"id\": wants one of Bool, Int",
            ),
            (
                json!({ "id": { "path": "a", "type": "Int", "default": "x" } }),
                "/fields/id/default field \"id\": wants Int",
            ),
        ] {
            let found = mistake(&fields);
            assert!(found.starts_with(wanted), "{found}");
        }
    }
}
