//! Recovers from mistakes, so that one report has as many of them as possible. Values are corrected in memory only: the
//! mistakes stay in the report, and the project does not run.

use super::check::misspelt;
use crate::diagnostics::{Diagnostic, unescape};
use pulsewire_project_settings::{FORMAT, LogicEntry};
use serde_json::{Map, Value as Json};

/// Corrects a `project.json`. Returns false when further checks could only mislead.
pub(super) fn recover_project(json: &mut Json, mistakes: &[Diagnostic]) -> bool {
    let recovered = mistakes.iter().all(|one| {
        let pointer = one.location.at.pointer().unwrap_or_default();
        match &*one.code {
            "unknown_field" => recover_field(json, one),
            "missing_field" => true,
            // Without its settings no name in the logic means anything.
            _ => pointer != "/settings" && remove(json, pointer),
        }
    });
    if let Some(project) = json.as_object_mut() {
        project.entry("format").or_insert_with(|| FORMAT.into());
        project.entry("name").or_insert_with(|| "".into());
    }
    recovered
}

/// Removes entries without a file from the lists of logic and functions, once no pointer into a list is needed.
pub(super) fn recover_lists(json: &mut Json) {
    if let Some(list) = json.get_mut("logic").and_then(Json::as_array_mut) {
        list.retain(has_file);
    }
    if let Some(list) = json.get_mut("functions").and_then(Json::as_array_mut) {
        list.retain(Json::is_string);
    }
}

fn has_file(entry: &Json) -> bool {
    entry.is_string() || serde_json::from_value::<LogicEntry>(entry.clone()).is_ok()
}

/// Corrects a logic file. Returns false when further checks could only mislead: without a node, for example, all of
/// its wires would be wrong.
pub(super) fn recover_logic(json: &mut Json, mistakes: &[Diagnostic]) -> bool {
    mistakes.iter().all(|one| {
        let pointer = one.location.at.pointer().unwrap_or_default();
        match &*one.code {
            "unknown_field" => recover_field(json, one),
            _ => pointer.starts_with("/layout") && remove(json, "/layout"),
        }
    })
}

/// Renames an unknown field to the one that was probably meant, or removes it.
fn recover_field(json: &mut Json, mistake: &Diagnostic) -> bool {
    let pointer = mistake.location.at.pointer().unwrap_or_default();
    let Some((object, name)) = parent(json, pointer) else { return false };
    let Some(value) = object.shift_remove(&name) else { return true };
    if let Some((_, meant)) = misspelt(mistake) {
        object.entry(meant).or_insert(value);
    }
    true
}

/// Removes a value. In a list it stays, because pointers count the entries.
fn remove(json: &mut Json, pointer: &str) -> bool {
    if let Some((object, name)) = parent(json, pointer) {
        object.shift_remove(&name);
    }
    !pointer.is_empty()
}

/// The object that a pointer leads into, and the name there.
fn parent<'a>(json: &'a mut Json, pointer: &str) -> Option<(&'a mut Map<String, Json>, String)> {
    let (object, name) = pointer.rsplit_once('/')?;
    Some((json.pointer_mut(object)?.as_object_mut()?, unescape(name)))
}
