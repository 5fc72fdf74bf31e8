//! The wires of a graph.

use super::ends::Found;
use super::nodes::{Checked, by_name};
use super::{Frame, Mistakes, NO_NODE, count};
use crate::engine::plan::Target;
use foldhash::HashMap;
use pulsewire_plugin::ValueType;
use pulsewire_project_settings::{Logic, Wire, WireError};

/// Puts every wire in place.
pub(super) fn connect(
    logic: &Logic,
    nodes: &[Checked<'_>],
    frame: &mut Frame,
    mistakes: &mut Mistakes<'_>,
) {
    let wiring = Wiring { nodes, names: by_name(nodes), wires: &logic.wires };
    let mut first_wire_into = HashMap::default();
    for (at, text) in logic.wires.iter().enumerate() {
        match Wire::parse(text) {
            Ok(wire) => wiring.connect(at, wire, frame, &mut first_wire_into, mistakes),
            Err(error) => {
                let within = match &error {
                    WireError::End(range) => range.clone(),
                    WireError::Arrow => 0..text.len(),
                };
                mistakes.in_wire(at, within, "bad_wire", format!("`{text}`: {error}"), None);
            }
        }
    }
}

/// What the ends of wires may name.
pub(super) struct Wiring<'a, 'n> {
    pub(super) nodes: &'a [Checked<'n>],
    pub(super) names: HashMap<&'n str, u32>,
    pub(super) wires: &'a [String],
}

impl Wiring<'_, '_> {
    fn connect(
        &self,
        at: usize,
        wire: Wire<'_>,
        frame: &mut Frame,
        first_wire_into: &mut HashMap<u32, usize>,
        mistakes: &mut Mistakes<'_>,
    ) {
        let from = self.find_node(at, wire.from, mistakes);
        let to = self.find_node(at, wire.to, mistakes);
        let (Some(from), Some(to)) = (from, to) else { return };
        let out = self.find_output(at, wire.from, from, mistakes);
        let into = self.find_input(at, wire.to, to, mistakes);
        match (out, into) {
            (Some(Found::Pulse(output)), Some(Found::Pulse(pulse))) => {
                self.connect_pulse(
                    at,
                    wire,
                    (from, output),
                    Target { node: to, pulse },
                    frame,
                    mistakes,
                );
            }
            (Some(Found::Data(output, out)), Some(Found::Data(input, wants))) => {
                if !out.is_compatible_with(wants) {
                    return self.types_differ(at, wire, out, wants, mistakes);
                }
                let slot = frame.starts[from as usize].outputs + output;
                let place = frame.starts[to as usize].inputs + input;
                if let Some(first) = first_wire_into.insert(place, at) {
                    return self.second_into_input(at, first, wire, mistakes);
                }
                frame.inputs[place as usize] = slot;
                frame.input_nodes[place as usize] = from;
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
        frame: &mut Frame,
        mistakes: &mut Mistakes<'_>,
    ) {
        let place = (frame.starts[from as usize].targets + output) as usize;
        let before = std::mem::replace(&mut frame.targets[place], target);
        frame.pulsed[target.node as usize] = true;
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
        let help = "a data input takes one wire; remove one of them".to_owned();
        let within = wire.to.at..wire.to.socket_range().end;
        mistakes.in_wire(at, within, "second_data_wire", message, Some(help));
    }

    fn kinds_differ(at: usize, wire: Wire<'_>, out: Found, mistakes: &mut Mistakes<'_>) {
        let (out, into) = match out {
            Found::Pulse(_) => ("pulse output", "data input"),
            Found::Data(..) => ("data output", "pulse input"),
        };
        let message = format!(
            "`{}.{}` is a {out}, `{}.{}` a {into}: a wire joins two of one kind",
            wire.from.node, wire.from.socket, wire.to.node, wire.to.socket
        );
        let within = wire.from.at..wire.to.socket_range().end;
        mistakes.in_wire(at, within, "wire_kinds_differ", message, None);
    }
}

/// The nodes that a node's data inputs are wired from.
pub(super) fn sources(
    nodes: &[Checked<'_>],
    frame: &Frame,
    node: u32,
) -> impl DoubleEndedIterator<Item = u32> {
    let start = frame.starts[node as usize].inputs as usize;
    let len = count(&nodes[node as usize].sockets().inputs) as usize;
    let inputs = frame.input_nodes[start..start + len].to_vec();
    inputs.into_iter().filter(|&from| from != NO_NODE)
}
