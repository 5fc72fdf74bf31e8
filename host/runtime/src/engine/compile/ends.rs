//! The ends of wires: which node and which socket they name.

use super::Mistakes;
use super::wires::Wiring;
use crate::diagnostics::suggest;
use pulsewire_plugin::{PulseSocket, Socket, ValueType};
use pulsewire_project_settings::End;

/// A socket that an end of a wire names.
#[derive(Clone, Copy)]
pub(super) enum Found {
    Pulse(u32),
    Data(u32, ValueType),
}

/// The sockets of a node that an end of this kind can name.
struct Side<'a> {
    what: &'a str,
    pulses: &'a [PulseSocket],
    data: &'a [Socket],
}

impl Wiring<'_, '_> {
    /// The node that an end names; none for one that cannot be judged because its type is not known.
    pub(super) fn find_node(
        &self,
        at: usize,
        end: End<'_>,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<u32> {
        let Some(&node) = self.names.get(end.node) else {
            let message = format!("there is no node `{}`", end.node);
            let help = suggest(end.node, self.names.keys().copied());
            mistakes.in_wire(at, end.node_range(), "unknown_node", message, help);
            return None;
        };
        self.nodes[node as usize].tool.map(|_| node)
    }

    pub(super) fn find_output(
        &self,
        at: usize,
        end: End<'_>,
        node: u32,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Found> {
        let sockets = self.nodes[node as usize].sockets();
        let side = Side { what: "output", pulses: &sockets.pulse_outputs, data: &sockets.outputs };
        self.find_socket(at, end, node, &side, mistakes)
    }

    pub(super) fn find_input(
        &self,
        at: usize,
        end: End<'_>,
        node: u32,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Found> {
        let sockets = self.nodes[node as usize].sockets();
        let side = Side { what: "input", pulses: &sockets.pulse_inputs, data: &sockets.inputs };
        self.find_socket(at, end, node, &side, mistakes)
    }

    fn find_socket(
        &self,
        at: usize,
        end: End<'_>,
        node: u32,
        side: &Side<'_>,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Found> {
        let pulse = side.pulses.iter().position(|socket| socket.id == end.socket);
        let data = || {
            let at = side.data.iter().position(|socket| socket.id == end.socket)?;
            Some(Found::Data(index(at), self.nodes[node as usize].kind_of(&side.data[at])))
        };
        let found = pulse.map(|at| Found::Pulse(index(at))).or_else(data);
        if found.is_none() {
            self.no_such_socket(at, end, node, side, mistakes);
        }
        found
    }

    fn no_such_socket(
        &self,
        at: usize,
        end: End<'_>,
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

/// Nodes have fewer than 2^32 sockets: their lists would not fit in memory.
#[allow(clippy::cast_possible_truncation)]
fn index(at: usize) -> u32 {
    at as u32
}
