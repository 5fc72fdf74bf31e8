use crate::label::sanitize;
use crate::model::{Kind, Node, Port, Role};
use pulsewire_runtime::contract::{Socket, Sockets, ValueType};

/// The sockets on the left and on the right, pulses first; `variable` is the type of the variable that the node
/// selects.
pub(super) fn ports(sockets: &Sockets, variable: ValueType) -> (Vec<Port>, Vec<Port>) {
    let pulse = |id: &String| port(id, Kind::Pulse, true);
    let data = |socket: &Socket| {
        let kind = if socket.of_variable { variable } else { socket.kind };
        port(&socket.id, Kind::Data(kind), true)
    };
    let inputs = sockets.pulse_inputs.iter().map(|socket| pulse(&socket.id));
    let outputs = sockets.pulse_outputs.iter().map(|socket| pulse(&socket.id));
    (
        inputs.chain(sockets.inputs.iter().map(data)).collect(),
        outputs.chain(sockets.outputs.iter().map(data)).collect(),
    )
}

/// The output of this id, added if the node has none.
pub(super) fn output(node: &mut Node, id: &str) -> usize {
    let known = matches!(node.role, Role::Unknown | Role::Missing);
    find(&mut node.outputs, id, known)
}

/// The input of this id, added if the node has none.
pub(super) fn input(node: &mut Node, id: &str) -> usize {
    let known = matches!(node.role, Role::Unknown | Role::Missing);
    let at = find(&mut node.inputs, id, known);
    // With an unknown node type, a wire shows that an attribute belongs to a data input.
    node.settings.retain(|(setting, _)| *setting != node.inputs[at].id);
    at
}

/// The socket of this id, added if it does not exist; `known` is false if that is certainly a mistake.
fn find(ports: &mut Vec<Port>, id: &str, known: bool) -> usize {
    let id = sanitize(id);
    ports.iter().position(|port| port.id == id).unwrap_or_else(|| {
        let kind = if known && id == "pulse" { Kind::Pulse } else { Kind::Unknown };
        ports.push(port(&id, kind, known));
        ports.len() - 1
    })
}

fn port(id: &str, kind: Kind, known: bool) -> Port {
    Port { id: sanitize(id), kind, value: None, wired: false, known }
}
