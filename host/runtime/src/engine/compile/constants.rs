//! The slots of a graph: its variables, the data outputs of its nodes, and what unwired inputs hold.

use super::nodes::Checked;
use super::{Frame, Mistakes, NO_NODE, Starts, count};
use crate::engine::plan::Target;
use foldhash::HashMap;
use pulsewire_plugin::{Socket, Value, ValueType};
use pulsewire_project_settings::{Logic, Variable, VariableType};

/// The variables of a graph: their slots are the first ones.
pub(super) struct Variables<'a> {
    slots: HashMap<&'a str, (u32, ValueType)>,
    initial: Vec<Value>,
}

impl<'a> Variables<'a> {
    pub(super) fn get(&self, name: &str) -> Option<(u32, ValueType)> {
        self.slots.get(name).copied()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.slots.keys().copied()
    }
}

/// Checks the declared variables and gives each a slot.
pub(super) fn variables<'a>(logic: &'a Logic, mistakes: &mut Mistakes<'_>) -> Variables<'a> {
    let mut variables = Variables { slots: HashMap::default(), initial: Vec::new() };
    for (name, variable) in logic.variables.iter() {
        let slot = (count(&variables.initial), type_of(variable.kind));
        variables.slots.entry(name.as_str()).or_insert(slot);
        variables.initial.push(initial(name, variable, mistakes));
    }
    variables
}

fn initial(name: &str, variable: &Variable, mistakes: &mut Mistakes<'_>) -> Value {
    let kind = type_of(variable.kind);
    let Some(written) = &variable.initial else { return kind.zero() };
    Value::from_attribute(written, kind).unwrap_or_else(|bad| {
        let message = format!("the initial value of variable `{name}` {bad}");
        mistakes.at(&["variables", name, "initial"], "bad_initial_value", message, None);
        kind.zero()
    })
}

fn type_of(kind: VariableType) -> ValueType {
    match kind {
        VariableType::Bool => ValueType::Bool,
        VariableType::Int => ValueType::Int,
        VariableType::Float => ValueType::Float,
        VariableType::String => ValueType::String,
        VariableType::Binary => ValueType::Binary,
        VariableType::Array => ValueType::Array,
        VariableType::Dictionary => ValueType::Dictionary,
        VariableType::Any => ValueType::Any,
    }
}

/// Lays the slots out and gives every input what it holds without a wire.
pub(super) fn frame(
    nodes: &[Checked<'_>],
    variables: &Variables<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Frame {
    let mut frame = Frame { slots: variables.initial.clone(), ..Frame::default() };
    let zeros = count(&frame.slots);
    frame.slots.extend(ValueType::ALL.map(ValueType::zero));
    for node in nodes {
        let sockets = node.sockets();
        let (inputs, targets) = (count(&frame.inputs), count(&frame.targets));
        frame.starts.push(Starts { inputs, targets, outputs: count(&frame.slots) });
        frame.slots.extend(sockets.outputs.iter().map(|socket| node.kind_of(socket).zero()));
        frame.targets.extend(sockets.pulse_outputs.iter().map(|_| Target::NONE));
        for socket in &sockets.inputs {
            let slot = constant(node, socket, zeros, &mut frame, mistakes);
            frame.inputs.push(slot);
            frame.input_nodes.push(NO_NODE);
        }
        frame.pulsed.push(false);
    }
    frame
}

/// The slot of what an input holds without a wire. Zeros are shared: most inputs are wired or zero.
fn constant(
    node: &Checked<'_>,
    socket: &Socket,
    zeros: u32,
    frame: &mut Frame,
    mistakes: &mut Mistakes<'_>,
) -> u32 {
    let kind = node.kind_of(socket);
    let written = node.written.attributes.get(&socket.id).or(socket.default.as_ref());
    let Some(written) = written else { return zeros + kind as u32 };
    let value = Value::from_attribute(written, kind).unwrap_or_else(|_| {
        // A written value was told with the attributes; a default that does not fit is the node type's fault.
        if !node.written.attributes.contains_key(&socket.id) {
            let message = format!(
                "node type {} gives `{}` a default that is no {kind}",
                node.written.node_type, socket.id
            );
            mistakes.at(&["nodes", node.name, "type"], "bad_node_type", message, None);
        }
        kind.zero()
    });
    frame.slots.push(value);
    count(&frame.slots) - 1
}
