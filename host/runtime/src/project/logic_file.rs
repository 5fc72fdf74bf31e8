use super::check::check_section;
use super::convert::convert_variable;
use super::interpolate::{Interpolation, ValuePath, holds_attribute, may_hold};
use super::placeholder_source::holds_placeholder;
use super::recover::recover_logic;
use super::syntax::{read_json, refused};
use super::{LogicText, RawAttributes, SolePlaceholders};
use crate::diagnostics::{Diagnostic, Location, join, suggest};
use crate::function::{Body, INPUT, OUTPUT};
use foldhash::{HashSet, HashSetExt};
use pulsewire_project_settings::{Logic, Named, Variable, is_node_name};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::path::Path;

/// The logic in a text.
///
/// A file without mistakes is deserialised directly; only a file with mistakes is parsed as generic JSON and analysed.
/// None if the mistakes leave nothing to check further.
pub(super) fn read_logic(
    text: &str,
    file: &Path,
    values: &mut Interpolation<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<LogicText> {
    let logic = match serde_json::from_str::<Logic>(text) {
        Ok(logic) if check_names(&logic, file, found) => logic,
        read => {
            found.clear();
            let mut json = explain(text, file, read.err(), found)?;
            let recovered = recover_logic(&mut json, found);
            let logic = recovered.then(|| Logic::deserialize(&json).ok()).flatten();
            match logic.filter(|logic| check_names(logic, file, found)) {
                Some(logic) => logic,
                None => {
                    interpolate_json(&mut json, file, values);
                    return None;
                }
            }
        }
    };
    let mut body = Body { logic, ..Body::default() };
    if !may_hold(text) {
        return Some(LogicText { body, sole: Vec::new() });
    }
    body.placeholders = raw_attributes(&body.logic);
    let sole = interpolate(&mut body, file, values);
    Some(LogicText { body, sole })
}

/// Returns whether node names are valid and all names unique. Adds a warning for each layout entry without a node.
fn check_names(logic: &Logic, file: &Path, found: &mut Vec<Diagnostic>) -> bool {
    let Some(nodes) = unique(&logic.nodes) else { return false };
    let is_end = |name: &str| logic.function.is_some() && [INPUT, OUTPUT].contains(&name);
    let placed = logic.layout.iter().filter(|(name, _)| !is_end(name));
    let unknown = placed.filter(|(name, _)| !nodes.contains(name.as_str()));
    found.extend(unknown.map(|(name, _)| {
        let message = format!("the layout places `{name}`, but there is no such node");
        let location = Location::name(file, join("/layout", name));
        let help = suggest(name, nodes.iter().copied());
        Diagnostic::warning("unknown_node", message, location).with_help(help)
    }));
    nodes.iter().all(|name| is_node_name(name))
        && unique(&logic.variables).is_some()
        && unique(&logic.layout).is_some()
}

fn unique<T>(named: &Named<T>) -> Option<HashSet<&str>> {
    let mut names = HashSet::with_capacity(named.len());
    named.iter().all(|(name, _)| names.insert(name.as_str())).then_some(names)
}

/// Reports what is wrong with a text. Returns its contents if it is JSON at all.
fn explain(
    text: &str,
    file: &Path,
    refusal: Option<serde_json::Error>,
    found: &mut Vec<Diagnostic>,
) -> Option<Json> {
    let json = read_json(text, file, found).map_err(|mistake| found.push(mistake)).ok()?;
    found.extend(check_section(&schemars::schema_for!(Logic).to_value(), &json, file, ""));
    if found.is_empty() {
        // The types and the schema agree, except in rare cases such as which characters are letters.
        found.push(refusal.map_or_else(
            || Diagnostic::error("bad_name", "a node has an invalid name", Location::file(file)),
            |error| refused(text, file, &error),
        ));
    }
    Some(json)
}

/// Reports mistakes in the `${...}` of a file that cannot be deserialised.
fn interpolate_json(json: &mut Json, file: &Path, values: &mut Interpolation<'_>) {
    for (section, part) in [("nodes", "attributes"), ("variables", "initial")] {
        let entries = json.get_mut(section).and_then(Json::as_object_mut);
        for (name, entry) in entries.into_iter().flatten() {
            let (root, Some(value)) = (ValuePath::Root(""), entry.get_mut(part)) else { continue };
            let (section, node) = (ValuePath::Name(&root, section), name.as_str());
            let entry = ValuePath::Name(&section, node);
            if holds_attribute(value) {
                drop(values.template(value, file, ValuePath::Name(&entry, part)));
            } else {
                values.value(value, file, ValuePath::Name(&entry, part), &mut drop);
            }
        }
    }
}

/// The attributes with `${...}` in them, before it is replaced.
fn raw_attributes(logic: &Logic) -> RawAttributes {
    let nodes = logic.nodes.iter().enumerate().map(|(index, (_, node))| {
        let held = node.attributes.iter().filter(|(_, value)| holds_placeholder(value));
        (index, held.map(|(id, value)| (id.clone(), value.clone())).collect::<Map<_, _>>())
    });
    nodes.filter(|(_, held)| !held.is_empty()).collect()
}

/// Replaces what stands for something now, and collects the templates of what each graph or use sets.
fn interpolate(body: &mut Body, file: &Path, values: &mut Interpolation<'_>) -> SolePlaceholders {
    let mut sole = Vec::new();
    let nodes = ValuePath::Root("/nodes");
    for (index, (name, node)) in body.logic.nodes.0.iter_mut().enumerate() {
        let node_path = ValuePath::Name(&nodes, name);
        let path = ValuePath::Name(&node_path, "attributes");
        for (attribute, value) in &mut node.attributes {
            let path = ValuePath::Name(&path, attribute);
            if holds_attribute(value) {
                let template = values.template(value, file, path);
                body.templates.push((index, attribute.clone(), template));
                sole.push((index, attribute.clone()));
                continue;
            }
            let was_text = value.is_string();
            let mut note = |_| {
                if was_text {
                    sole.push((index, attribute.clone()));
                }
            };
            values.value(value, file, path, &mut note);
        }
    }
    let variables = ValuePath::Root("/variables");
    for (index, (name, variable)) in body.logic.variables.0.iter_mut().enumerate() {
        let path = ValuePath::Name(&variables, name);
        if variable.initial.as_ref().is_some_and(holds_attribute) {
            let path = ValuePath::Name(&path, "initial");
            let initial = variable.initial.as_mut();
            body.initial
                .extend(initial.map(|initial| (index, values.template(initial, file, path))));
        } else {
            interpolate_variable(variable, path, file, values);
        }
    }
    sole
}

/// Replaces `${...}` in the initial value of a variable.
pub(super) fn interpolate_variable(
    variable: &mut Variable,
    path: ValuePath<'_>,
    file: &Path,
    values: &mut Interpolation<'_>,
) {
    let Some(initial) = &mut variable.initial else { return };
    let (mut whole, was_text) = (false, initial.is_string());
    values.value(initial, file, ValuePath::Name(&path, "initial"), &mut |_| whole = was_text);
    if whole {
        convert_variable(initial, variable.kind, &mut values.secrets);
    }
}
