//! Attributes and literals with which a node could only fail.

use super::Unit;
use super::checked_node::CheckedNode;
use super::mistakes::{Mistakes, pointer};
use crate::diagnostics::At;
use crate::engine::plan::Mode;
use foldhash::HashMap;
use pulsewire_plugin::AttributeMistake;
use pulsewire_project_settings::Wire;

/// Lets each node type check what is constant in its nodes. A node that does not run is left alone.
pub(super) fn check(unit: Unit<'_>, nodes: &[CheckedNode<'_>], mistakes: &mut Mistakes<'_>) {
    let varying = varying(unit);
    for node in nodes.iter().filter(|node| node.mode == Mode::Enabled && !node.is_broken) {
        let Some(tool) = node.tool else { continue };
        let inputs = varying.get(node.name).map(Vec::as_slice).unwrap_or_default();
        for mistake in tool.node_type.check(&node.written.attributes, inputs) {
            report(node, mistake, mistakes);
        }
    }
}

/// What is not constant: the inputs of each node to which a wire leads, also a wire with a mistake, and the attributes
/// that hold `${…}`.
fn varying(unit: Unit<'_>) -> HashMap<&str, Vec<String>> {
    let source = unit.source;
    let mut varying: HashMap<&str, Vec<String>> = HashMap::default();
    for wire in source.logic.wires.iter().filter_map(|wire| Wire::parse(wire).ok()) {
        varying.entry(wire.to.node).or_default().push(wire.to.socket.to_owned());
    }
    for (node, attributes) in source.placeholders {
        if let Some((name, _)) = source.logic.nodes.0.get(*node) {
            varying.entry(name).or_default().extend(attributes.keys().cloned());
        }
    }
    for (node, attributes) in unit.unknown.into_iter().flatten() {
        if let Some((name, _)) = source.logic.nodes.0.get(*node) {
            varying.entry(name).or_default().extend(attributes.iter().cloned());
        }
    }
    varying
}

/// Reports a mistake at the attribute, or at the node when the attribute is not written.
pub(super) fn report(
    node: &CheckedNode<'_>,
    mistake: AttributeMistake,
    mistakes: &mut Mistakes<'_>,
) {
    let attribute = mistake.pointer.split('/').nth(1).unwrap_or_default();
    let at = match node.written.attributes.contains_key(attribute) {
        true => {
            let attributes = pointer(&["nodes", node.name, "attributes"]);
            At::Value { pointer: attributes + &mistake.pointer, within: None }
        }
        false => At::Name { pointer: pointer(&["nodes", node.name]), occurrence: 0 },
    };
    mistakes.add(at, mistake.code, format!("node `{}`: {}", node.name, mistake.message), None);
}
