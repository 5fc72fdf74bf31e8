//! The edit that enables or disables a plugin: the replacement of a few bytes of the text.

use super::EditError;
use crate::diagnostics::strict_json;
use jsonc_parser::ast::{BooleanLit, Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, parse_to_ast};
use std::ops::Range;

/// Replaces the bytes in `range` by `text`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// Parses the text and passes its root object to `look`.
pub(super) fn parse<T>(
    text: &str,
    look: impl FnOnce(&Object<'_>) -> Result<T, EditError>,
) -> Result<T, EditError> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict_json());
    match parsed {
        Err(error) => Err(EditError { at: error.range().start, message: error.kind().to_string() }),
        Ok(parsed) => match &parsed.value {
            Some(Value::Object(root)) => look(root),
            _ => Err(EditError { at: 0, message: "a project must be a JSON object".to_owned() }),
        },
    }
}

/// The edit that enables or disables a plugin; none if nothing changes. A plugin that the file does not name is
/// enabled.
pub(super) fn edit(
    text: &str,
    root: &Object<'_>,
    plugin: &str,
    on: bool,
) -> Result<Option<Edit>, EditError> {
    let Some(plugins) = object(root, "plugins")? else {
        let entry = format!("{{ {}: {{ \"enabled\": false }} }}", quoted(plugin));
        return Ok((!on).then(|| insert(text, root, "plugins", &entry, Some("name"))));
    };
    let Some(entry) = object(plugins, plugin)? else {
        return Ok((!on).then(|| insert(text, plugins, plugin, "{ \"enabled\": false }", None)));
    };
    let Some(switch) = switch(entry)? else {
        return Ok((!on).then(|| insert(text, entry, "enabled", "false", None)));
    };
    let range = switch.range.start..switch.range.end;
    Ok((switch.value != on).then(|| Edit { range, text: on.to_string() }))
}

/// The value of `enabled` in the entry of a plugin, if any.
pub(super) fn enabled(plugins: &Object<'_>, plugin: &str) -> Result<Option<bool>, EditError> {
    let Some(entry) = object(plugins, plugin)? else { return Ok(None) };
    Ok(switch(entry)?.map(|switch| switch.value))
}

/// The object of that name within another, if any.
pub(super) fn object<'a, 'b>(
    within: &'b Object<'a>,
    name: &str,
) -> Result<Option<&'b Object<'a>>, EditError> {
    match property(within, name)?.map(|property| &property.value) {
        None => Ok(None),
        Some(Value::Object(found)) => Ok(Some(found)),
        Some(other) => Err(error_at(other, format!("\"{name}\" must be an object"))),
    }
}

fn switch<'b>(entry: &'b Object<'_>) -> Result<Option<&'b BooleanLit>, EditError> {
    match property(entry, "enabled")?.map(|property| &property.value) {
        None => Ok(None),
        Some(Value::BooleanLit(switch)) => Ok(Some(switch)),
        Some(other) => Err(error_at(other, "\"enabled\" must be true or false".to_owned())),
    }
}

/// A repeated name is ambiguous, so it is an error.
fn property<'a, 'b>(
    within: &'b Object<'a>,
    name: &str,
) -> Result<Option<&'b ObjectProp<'a>>, EditError> {
    let mut found = within.properties.iter().filter(|property| property.name.as_str() == name);
    let first = found.next();
    match found.next() {
        None => Ok(first),
        Some(second) => Err(error_at(second, format!("\"{name}\" appears twice; remove one"))),
    }
}

fn error_at(what: &impl Ranged, message: String) -> EditError {
    EditError { at: what.start(), message }
}

/// Inserts a property after the one named `behind`, or at the end, with the same white space that precedes its
/// predecessor.
fn insert(text: &str, into: &Object<'_>, name: &str, value: &str, behind: Option<&str>) -> Edit {
    let (open, close) = (into.range.start + 1, into.range.end - 1);
    let before =
        behind.and_then(|name| into.properties.iter().find(|one| one.name.as_str() == name));
    let property = format!("{}: {value}", quoted(name));
    match before.or(into.properties.last()) {
        Some(before) => {
            let at = before.range.end;
            let gap = gap_before(text, before.range.start);
            Edit { range: at..at, text: format!(",{gap}{property}") }
        }
        None if open == close => Edit { range: open..open, text: format!(" {property} ") },
        None => Edit { range: open..open, text: format!(" {property}") },
    }
}

fn gap_before(text: &str, at: usize) -> &str {
    let before = &text[..at];
    &before[before.trim_end().len()..]
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
