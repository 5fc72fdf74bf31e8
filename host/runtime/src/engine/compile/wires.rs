//! The wires of a graph.

use super::checked_node::{CheckedNode, by_name};
use super::mistakes::Mistakes;
use super::{Layout, NO_NODE, count};
use crate::diagnostics::suggest;
use crate::engine::plan::Target;
use foldhash::HashMap;
use pulsewire_plugin::{PulseSocket, Socket, ValueType};
use pulsewire_project_settings::{Endpoint, Logic, Wire, WireError};

/// Connects every wire.
pub(super) fn connect(
    logic: &Logic,
    nodes: &[CheckedNode<'_>],
    layout: &mut Layout,
    mistakes: &mut Mistakes<'_>,
) {
    let wiring = Wiring { nodes, names: by_name(nodes), wires: &logic.wires };
    let mut first_wire_into = HashMap::default();
    for (at, text) in logic.wires.iter().enumerate() {
        match Wire::parse(text) {
            Ok(wire) => wiring.connect(at, wire, layout, &mut first_wire_into, mistakes),
            Err(error) => {
                let within = match &error {
                    WireError::Endpoint(range) => range.clone(),
                    WireError::Arrow => 0..text.len(),
                };
                mistakes.in_wire(at, within, "bad_wire", format!("`{text}`: {error}"), None);
            }
        }
    }
}

/// A socket that an end of a wire names.
#[derive(Clone, Copy)]
enum SocketRef {
    Pulse(u32),
    Data(u32, ValueType),
}

/// The inputs or the outputs of a node.
struct Side<'a> {
    what: &'a str,
    pulses: &'a [PulseSocket],
    data: &'a [Socket],
}

/// The nodes that wires connect.
struct Wiring<'a, 'n> {
    nodes: &'a [CheckedNode<'n>],
    names: HashMap<&'n str, u32>,
    wires: &'a [String],
}

impl Wiring<'_, '_> {
    fn connect(
        &self,
        at: usize,
        wire: Wire<'_>,
        layout: &mut Layout,
        first_wire_into: &mut HashMap<u32, usize>,
        mistakes: &mut Mistakes<'_>,
    ) {
        let from = self.find_node(at, wire.from, mistakes);
        let to = self.find_node(at, wire.to, mistakes);
        let (Some(from), Some(to)) = (from, to) else { return };
        let out = self.find_output(at, wire.from, from, mistakes);
        let into = self.find_input(at, wire.to, to, mistakes);
        match (out, into) {
            (Some(SocketRef::Pulse(output)), Some(SocketRef::Pulse(pulse))) => {
                self.connect_pulse(
                    at,
                    wire,
                    (from, output),
                    Target { node: to, pulse },
                    layout,
                    mistakes,
                );
            }
            (Some(SocketRef::Data(output, out)), Some(SocketRef::Data(input, wants))) => {
                if !out.can_feed(wants) {
                    return self.types_differ(at, wire, out, wants, mistakes);
                }
                let slot = layout.offsets[from as usize].outputs + output;
                let place = layout.offsets[to as usize].inputs + input;
                if let Some(first) = first_wire_into.insert(place, at) {
                    return self.second_into_input(at, first, wire, mistakes);
                }
                layout.inputs[place as usize] = slot;
                layout.input_nodes[place as usize] = from;
            }
            (Some(out), Some(_)) => Self::kinds_differ(at, wire, out, mistakes),
            _ => {}
        }
    }

    fn connect_pulse(
        &self,
        at: usize,
        wire: Wire<'_>,
        (from, output): (u32, u32),
        target: Target,
        layout: &mut Layout,
        mistakes: &mut Mistakes<'_>,
    ) {
        let place = (layout.offsets[from as usize].targets + output) as usize;
        let before = std::mem::replace(&mut layout.targets[place], target);
        layout.pulsed[target.node as usize] = true;
        if before != Target::NONE {
            let name = self.nodes[before.node as usize].name;
            let message = format!(
                "pulse output `{}.{}` has a second wire: one leads to `{name}` already",
                wire.from.node, wire.from.socket
            );
            let help = "a pulse output takes one wire; use a Sequential (flow.sequential) to pulse several nodes";
            let within = wire.from.at..wire.from.socket_range().end;
            mistakes.in_wire(at, within, "second_pulse_wire", message, Some(help.to_owned()));
        }
    }

    fn types_differ(
        &self,
        at: usize,
        wire: Wire<'_>,
        out: ValueType,
        wants: ValueType,
        mistakes: &mut Mistakes<'_>,
    ) {
        let message = format!(
            "`{}.{}` gives {out}, `{}.{}` takes {wants}",
            wire.from.node, wire.from.socket, wire.to.node, wire.to.socket
        );
        let help = "put a convert.conversion between them, or change the nodes' data type";
        let within = 0..self.wires[at].len();
        mistakes.in_wire(at, within, "wire_types_differ", message, Some(help.to_owned()));
    }

    fn second_into_input(
        &self,
        at: usize,
        first: usize,
        wire: Wire<'_>,
        mistakes: &mut Mistakes<'_>,
    ) {
        let message = format!(
            "data input `{}.{}` has a second wire: it is fed by `{}` already",
            wire.to.node, wire.to.socket, self.wires[first]
        );
        let help = "a data input can have only one wire; remove one of them".to_owned();
        let within = wire.to.at..wire.to.socket_range().end;
        mistakes.in_wire(at, within, "second_data_wire", message, Some(help));
    }

    fn kinds_differ(at: usize, wire: Wire<'_>, out: SocketRef, mistakes: &mut Mistakes<'_>) {
        let (out, into) = match out {
            SocketRef::Pulse(_) => ("pulse output", "data input"),
            SocketRef::Data(..) => ("data output", "pulse input"),
        };
        let message = format!(
            "`{}.{}` is a {out}, `{}.{}` a {into}: a wire joins two of one kind",
            wire.from.node, wire.from.socket, wire.to.node, wire.to.socket
        );
        let within = wire.from.at..wire.to.socket_range().end;
        mistakes.in_wire(at, within, "wire_kinds_differ", message, None);
    }

    /// The node that an end names. None when there is no such node, or its sockets are unknown.
    fn find_node(&self, at: usize, end: Endpoint<'_>, mistakes: &mut Mistakes<'_>) -> Option<u32> {
        let Some(&node) = self.names.get(end.node) else {
            let message = format!("there is no node `{}`", end.node);
            let help = suggest(end.node, self.names.keys().copied());
            mistakes.in_wire(at, end.node_range(), "unknown_node", message, help);
            return None;
        };
        let found = &self.nodes[node as usize];
        (found.tool.is_some() && !found.is_broken).then_some(node)
    }

    fn find_output(
        &self,
        at: usize,
        end: Endpoint<'_>,
        node: u32,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<SocketRef> {
        let sockets = self.nodes[node as usize].sockets();
        let side = Side { what: "output", pulses: &sockets.pulse_outputs, data: &sockets.outputs };
        self.find_socket(at, end, node, &side, mistakes)
    }

    fn find_input(
        &self,
        at: usize,
        end: Endpoint<'_>,
        node: u32,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<SocketRef> {
        let sockets = self.nodes[node as usize].sockets();
        let side = Side { what: "input", pulses: &sockets.pulse_inputs, data: &sockets.inputs };
        self.find_socket(at, end, node, &side, mistakes)
    }

    fn find_socket(
        &self,
        at: usize,
        end: Endpoint<'_>,
        node: u32,
        side: &Side<'_>,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<SocketRef> {
        let pulse = side.pulses.iter().position(|socket| socket.id == end.socket);
        let data = || {
            let at = side.data.iter().position(|socket| socket.id == end.socket)?;
            Some(SocketRef::Data(index(at), self.nodes[node as usize].kind_of(&side.data[at])))
        };
        let socket = pulse.map(|at| SocketRef::Pulse(index(at))).or_else(data);
        if socket.is_none() {
            self.no_such_socket(at, end, node, side, mistakes);
        }
        socket
    }

    fn no_such_socket(
        &self,
        at: usize,
        end: Endpoint<'_>,
        node: u32,
        side: &Side<'_>,
        mistakes: &mut Mistakes<'_>,
    ) {
        let what = side.what;
        let pulses = side.pulses.iter().map(|socket| socket.id.as_str());
        let known: Vec<_> =
            pulses.chain(side.data.iter().map(|socket| socket.id.as_str())).collect();
        let node_type = &self.nodes[node as usize].written.node_type;
        let message = format!("node `{}` ({node_type}) has no {what} `{}`", end.node, end.socket);
        let help = suggest(end.socket, known.iter().copied()).unwrap_or_else(|| {
            let all = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            format!("its {what}s: {all}")
        });
        mistakes.in_wire(at, end.socket_range(), "unknown_socket", message, Some(help));
    }
}

/// The nodes that a node's data inputs are wired from.
pub(super) fn sources(
    nodes: &[CheckedNode<'_>],
    layout: &Layout,
    node: u32,
) -> impl DoubleEndedIterator<Item = u32> {
    let start = layout.offsets[node as usize].inputs as usize;
    let len = count(&nodes[node as usize].sockets().inputs) as usize;
    let inputs = layout.input_nodes[start..start + len].to_vec();
    inputs.into_iter().filter(|&from| from != NO_NODE)
}

/// Nodes have fewer than 2^32 sockets: their lists would not fit in memory.
#[allow(clippy::cast_possible_truncation)]
fn index(at: usize) -> u32 {
    at as u32
}
