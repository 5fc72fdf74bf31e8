//! The slots of a graph: its variables, the data outputs of its nodes, and the constants of unwired inputs.

use super::checked_node::CheckedNode;
use super::mistakes::Mistakes;
use super::variables::Variables;
use super::{Layout, NO_NODE, Offsets, Unit, count};
use crate::engine::plan::Target;
use foldhash::HashSet;
use pulsewire_plugin::{Socket, Value, ValueType};

/// Gives every variable, output and constant a slot, and every input the slot that it reads without a wire.
pub(super) fn layout(
    unit: Unit<'_>,
    nodes: &[CheckedNode<'_>],
    variables: &Variables<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Layout {
    let mut layout = Layout { slots: variables.initial.clone(), ..Layout::default() };
    let zeros = count(&layout.slots);
    layout.slots.extend(ValueType::ALL.map(ValueType::zero));
    for (at, node) in nodes.iter().enumerate() {
        let sockets = node.sockets();
        let (inputs, targets) = (count(&layout.inputs), count(&layout.targets));
        layout.offsets.push(Offsets { inputs, targets, outputs: count(&layout.slots) });
        layout.slots.extend(sockets.outputs.iter().map(|socket| node.kind_of(socket).zero()));
        layout.targets.extend(sockets.pulse_outputs.iter().map(|_| Target::NONE));
        for socket in &sockets.inputs {
            let is_binary = |all: &HashSet<_>| all.contains(&(at, socket.id.clone()));
            let kind = match unit.binary.is_some_and(is_binary) {
                true => ValueType::Binary,
                false => node.kind_of(socket),
            };
            let slot = constant(node, socket, kind, zeros, &mut layout, mistakes);
            layout.inputs.push(slot);
            layout.input_nodes.push(NO_NODE);
        }
        layout.pulsed.push(false);
    }
    layout
}

/// The slot that an input reads without a wire. Zeros are shared: most inputs are wired or zero.
fn constant(
    node: &CheckedNode<'_>,
    socket: &Socket,
    kind: ValueType,
    zeros: u32,
    layout: &mut Layout,
    mistakes: &mut Mistakes<'_>,
) -> u32 {
    let written = node.written.attributes.get(&socket.id).or(socket.default.as_ref());
    let Some(written) = written else { return zeros + kind as u32 };
    let value = Value::from_attribute(written, kind).unwrap_or_else(|_| {
        // A bad value in the file was reported with the attributes; a bad default is a mistake of the node type.
        if !node.written.attributes.contains_key(&socket.id) {
            let message = format!(
                "node type {} gives `{}` a default that is not of type {kind}",
                node.written.node_type, socket.id
            );
            mistakes.at(&["nodes", node.name, "type"], "bad_node_type", message, None);
        }
        kind.zero()
    });
    layout.slots.push(value);
    count(&layout.slots) - 1
}
