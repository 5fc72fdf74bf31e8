use super::body::{Attached, Body, End};
use crate::function::Function;
use pulsewire_plugin::NodeKind;
use pulsewire_project_settings::SocketType;

/// How the outputs of a function get their values.
///
/// An output that an event or an action feeds holds its last value as these do. One that a value node feeds is computed
/// when a pulse leaves the function, and then held; in a function from which no pulse leaves, whenever it is read.
#[derive(Default)]
pub(super) struct Shape<'a> {
    /// Outputs that are computed when they are read.
    pub(super) live: Vec<&'a str>,
    /// Outputs for which the use has a node of its own.
    pub(super) held: Vec<&'a str>,
    /// Whether the pulses that leave go through that node.
    pub(super) takes_pulses: bool,
}

impl<'a> Shape<'a> {
    /// The shape of a function; `live` tells the same of outputs of other functions.
    pub(super) fn of(
        body: &Body<'a>,
        function: &'a Function,
        live: &mut dyn FnMut(&'a Function, &str) -> bool,
    ) -> Self {
        let (_, has_pulse_outputs) = function.has_pulses();
        let mut shape = Self::default();
        let outputs = &function.head.outputs;
        for wire in body.wires.iter().filter(|wire| wire.to.at == Attached::Output) {
            let is_direct = wire.from.at == Attached::Input;
            let kind = outputs.get(wire.to.socket).map(|socket| socket.kind());
            if kind == Some(SocketType::Pulse) {
                shape.takes_pulses |= is_direct;
            } else if is_direct || is_live(body, wire.from, live) {
                if is_direct || has_pulse_outputs {
                    shape.held.push(wire.to.socket);
                }
                if !has_pulse_outputs {
                    shape.live.push(wire.to.socket);
                }
            }
        }
        shape.takes_pulses |= has_pulse_outputs && !shape.held.is_empty();
        shape
    }

    /// Whether a use has a node of its own for its outputs.
    pub(super) fn has_node(&self) -> bool {
        self.takes_pulses || !self.held.is_empty()
    }
}

/// Whether an output of a node is computed when it is read.
fn is_live<'a>(
    body: &Body<'a>,
    from: End<'a>,
    live: &mut dyn FnMut(&'a Function, &str) -> bool,
) -> bool {
    let Attached::Node(at) = from.at else { return true };
    let Some(tool) = body.nodes[at as usize].tool else { return false };
    if let Some(function) = &tool.function {
        return live(function, from.socket);
    }
    let info = &tool.node_type.info;
    let is_pulse = |id: &str| info.sockets.pulse_inputs.iter().any(|socket| socket.id == id);
    let mut into = body.wires.iter().filter(|wire| wire.to.at == from.at);
    info.kind == NodeKind::Value && !into.any(|wire| is_pulse(wire.to.socket))
}
