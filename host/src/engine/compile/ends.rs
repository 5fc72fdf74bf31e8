//! The ends of wires: which node and which socket they name.

use super::Mistakes;
use super::wires::Wiring;
use crate::diagnostics::suggest;
use pulsewire_plugin::ValueType;
use pulsewire_project_settings::End;

/// A socket that an end of a wire names.
#[derive(Clone, Copy)]
pub(super) enum Found {
    Pulse(u32),
    Data(u32, ValueType),
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
        let checked = &self.nodes[node as usize];
        let sockets = checked.sockets();
        let pulse = sockets.pulse_outputs.iter().position(|socket| socket.id == end.socket);
        let data = || {
            let at = sockets.outputs.iter().position(|socket| socket.id == end.socket)?;
            Some(Found::Data(index(at), checked.kind_of(&sockets.outputs[at])))
        };
        let found = pulse.map(|at| Found::Pulse(index(at))).or_else(data);
        if found.is_none() {
            let pulses = sockets.pulse_outputs.iter().map(|socket| socket.id.as_str());
            let known = pulses.chain(sockets.outputs.iter().map(|socket| socket.id.as_str()));
            self.no_such_socket(at, end, node, "output", known.collect(), mistakes);
        }
        found
    }

    pub(super) fn find_input(
        &self,
        at: usize,
        end: End<'_>,
        node: u32,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Found> {
        let checked = &self.nodes[node as usize];
        let sockets = checked.sockets();
        let pulse = sockets.pulse_inputs.iter().position(|socket| socket.id == end.socket);
        let data = || {
            let at = sockets.inputs.iter().position(|socket| socket.id == end.socket)?;
            Some(Found::Data(index(at), checked.kind_of(&sockets.inputs[at])))
        };
        let found = pulse.map(|at| Found::Pulse(index(at))).or_else(data);
        if found.is_none() {
            let pulses = sockets.pulse_inputs.iter().map(|socket| socket.id.as_str());
            let known = pulses.chain(sockets.inputs.iter().map(|socket| socket.id.as_str()));
            self.no_such_socket(at, end, node, "input", known.collect(), mistakes);
        }
        found
    }

    fn no_such_socket(
        &self,
        at: usize,
        end: End<'_>,
        node: u32,
        what: &str,
        known: Vec<&str>,
        mistakes: &mut Mistakes<'_>,
    ) {
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
