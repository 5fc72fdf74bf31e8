//! The attributes that users set on nodes.

use super::Environment;
use super::checked_node::CheckedNode;
use super::mistakes::{Mistakes, pointer};
use super::variables::Variables;
use crate::diagnostics::{At, suggest};
use crate::engine::plan::Mode;
use crate::toolbox::Tool;
use pulsewire_plugin::{Attribute, AttributeKind, Value, ValueType};
use serde_json::{Map, Value as Json};

/// The attributes that every node has.
const COMMON: [&str; 2] = ["enabled", "pulse_pass_through"];

/// Whether a node runs, by its common attributes.
pub(super) fn mode(written: &Map<String, Json>) -> Mode {
    let given = |id: &str| written.get(id).and_then(Json::as_bool);
    match (given("enabled"), given("pulse_pass_through")) {
        (Some(false), _) => Mode::Disabled,
        (_, Some(true)) => Mode::PassThrough,
        _ => Mode::Enabled,
    }
}

/// Checks the attributes of a node against its type. Returns the slot and type of the variable that it names.
pub(super) fn check_attributes(
    node: &CheckedNode<'_>,
    tool: &Tool,
    environment: Environment<'_>,
    variables: &Variables<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Option<(u32, ValueType)> {
    let declared = &tool.node_type.info.attributes;
    let mut variable = None;
    for attribute in declared.iter().filter(|attribute| !node.is_unknown(&attribute.id)) {
        match node.written.attributes.get(&attribute.id) {
            Some(written) => check_declared(node, attribute, written, mistakes),
            None if attribute.default.is_null() => missing(node, attribute, mistakes),
            None => continue,
        }
        let Some(Json::String(written)) = node.written.attributes.get(&attribute.id) else {
            continue;
        };
        match &attribute.kind {
            AttributeKind::Variable => {
                variable = find_variable(node, attribute, written, variables, mistakes);
            }
            AttributeKind::Configuration(list) => {
                find_configuration(node, attribute, list, written, tool, environment, mistakes);
            }
            _ => {}
        }
    }
    for (id, written) in &node.written.attributes {
        if !declared.iter().any(|attribute| attribute.id == *id) {
            check_undeclared(node, id, written, declared, variable, mistakes);
        }
    }
    variable
}

fn location<'a>(node: &CheckedNode<'a>, id: &'a str) -> [&'a str; 4] {
    ["nodes", node.name, "attributes", id]
}

fn check_declared(
    node: &CheckedNode<'_>,
    attribute: &Attribute,
    written: &Json,
    mistakes: &mut Mistakes<'_>,
) {
    let Err(bad) = attribute.kind.check(written) else { return };
    let message = format!("attribute `{}` of node `{}` {bad}", attribute.id, node.name);
    let help = match (&attribute.kind, written.as_str()) {
        (AttributeKind::Choice(options), Some(word)) => {
            suggest(word, options.iter().map(String::as_str))
        }
        _ => None,
    };
    mistakes.at(&location(node, &attribute.id), "bad_attribute", message, help);
}

fn missing(node: &CheckedNode<'_>, attribute: &Attribute, mistakes: &mut Mistakes<'_>) {
    let message = format!("node `{}` lacks the attribute `{}`", node.name, attribute.id);
    let help = format!("set it: {}", attribute.doc);
    mistakes.at(&["nodes", node.name], "missing_attribute", message, Some(help));
}

/// An attribute that the type does not declare: a common one, the default of an input, or a mistake.
fn check_undeclared(
    node: &CheckedNode<'_>,
    id: &str,
    written: &Json,
    declared: &[Attribute],
    variable: Option<(u32, ValueType)>,
    mistakes: &mut Mistakes<'_>,
) {
    let kind = if COMMON.contains(&id) {
        Some(ValueType::Bool)
    } else {
        let input = node.sockets().inputs.iter().find(|socket| socket.id == id);
        input.map(|socket| match variable {
            Some((_, kind)) if socket.of_variable => kind,
            _ => socket.kind,
        })
    };
    if kind.is_some() && node.is_unknown(id) {
        return;
    }
    let Some(kind) = kind else {
        // It may be the literal of an input that the node would have.
        if !node.is_broken {
            unknown(node, id, declared, mistakes);
        }
        return;
    };
    if let Err(bad) = Value::from_attribute(written, kind) {
        let message = format!("attribute `{id}` of node `{}` {bad}", node.name);
        mistakes.at(&location(node, id), "bad_attribute", message, None);
    }
}

fn unknown(node: &CheckedNode<'_>, id: &str, declared: &[Attribute], mistakes: &mut Mistakes<'_>) {
    let sockets = node.sockets().inputs.iter().map(|socket| socket.id.as_str());
    let known = declared.iter().map(|attribute| attribute.id.as_str());
    let node_type = &node.written.node_type;
    let help = suggest(id, known.chain(sockets).chain(COMMON))
        .unwrap_or_else(|| format!("`pulsewire node show {node_type}` lists its attributes"));
    let message = format!("node `{}` ({node_type}) has no attribute `{id}`", node.name);
    let pointer = pointer(&location(node, id));
    mistakes.add(At::Name { pointer, occurrence: 0 }, "unknown_attribute", message, Some(help));
}

fn find_variable(
    node: &CheckedNode<'_>,
    attribute: &Attribute,
    written: &str,
    variables: &Variables<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Option<(u32, ValueType)> {
    let variable = variables.get(written);
    if variable.is_none() {
        let message = format!("node `{}` names the unknown variable `{written}`", node.name);
        let help = suggest(written, variables.names())
            .unwrap_or_else(|| "declare it under `variables` of this file".to_owned());
        mistakes.at(&location(node, &attribute.id), "unknown_variable", message, Some(help));
    }
    variable
}

fn find_configuration(
    node: &CheckedNode<'_>,
    attribute: &Attribute,
    list: &str,
    written: &str,
    tool: &Tool,
    environment: Environment<'_>,
    mistakes: &mut Mistakes<'_>,
) {
    let plugin = tool.plugin_of(&attribute.id).unwrap_or_default();
    let names = environment.configurations.of(plugin, list);
    if names.is_some_and(|names| names.contains(written)) {
        return;
    }
    let names = names.into_iter().flatten().map(String::as_str);
    let message = format!("node `{}` names `{written}`, which is not among the {list}", node.name);
    let help = suggest(written, names).unwrap_or_else(|| {
        format!("add an entry of this name to settings.{plugin}.{list} in project.json")
    });
    mistakes.at(&location(node, &attribute.id), "unknown_configuration", message, Some(help));
}
