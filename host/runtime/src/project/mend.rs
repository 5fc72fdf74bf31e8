//! Goes on behind mistakes, so that one report tells as many as can be known. What is wrong is put right in memory
//! only: the mistakes stay, and the project does not run.

use super::check::misspelt;
use crate::diagnostics::{Diagnostic, unescape};
use pulsewire_project_settings::FORMAT;
use serde_json::{Map, Value as Json};

/// Puts right what is wrong in a `project.json`. False when what follows could only mislead.
pub(super) fn mend_project(json: &mut Json, mistakes: &[Diagnostic]) -> bool {
    let mended = mistakes.iter().all(|one| {
        let pointer = one.place.at.pointer().unwrap_or_default();
        match &*one.code {
            "unknown_field" => mend_field(json, one),
            "missing_field" => true,
            // Without its settings no name in the logic means anything.
            _ => pointer != "/settings" && leave_out(json, pointer),
        }
    });
    if let Some(project) = json.as_object_mut() {
        project.entry("format").or_insert_with(|| FORMAT.into());
        project.entry("name").or_insert_with(|| "".into());
    }
    mended
}

/// Takes out of the list of logic files what is no text, once nobody counts places in it any more.
pub(super) fn mend_logic_list(json: &mut Json) {
    if let Some(list) = json.get_mut("logic").and_then(Json::as_array_mut) {
        list.retain(Json::is_string);
    }
}

/// Puts right what is wrong in a logic file. False when what follows could only mislead: without a node, say, all
/// of its wires lead nowhere.
pub(super) fn mend_logic(json: &mut Json, mistakes: &[Diagnostic]) -> bool {
    mistakes.iter().all(|one| {
        let pointer = one.place.at.pointer().unwrap_or_default();
        match &*one.code {
            "unknown_field" => mend_field(json, one),
            _ => pointer.starts_with("/layout") && leave_out(json, "/layout"),
        }
    })
}

/// Takes an unknown field for the one that was probably meant, or takes it out.
fn mend_field(json: &mut Json, mistake: &Diagnostic) -> bool {
    let pointer = mistake.place.at.pointer().unwrap_or_default();
    let Some((object, name)) = parent(json, pointer) else { return false };
    let Some(value) = object.shift_remove(&name) else { return true };
    if let Some((_, meant)) = misspelt(mistake) {
        object.entry(meant).or_insert(value);
    }
    true
}

/// Takes a value out; in a list it stays, because places in lists are counted.
fn leave_out(json: &mut Json, pointer: &str) -> bool {
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
