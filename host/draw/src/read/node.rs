use super::port::ports;
use super::variable::Variables;
use crate::label::{sanitize, value};
use crate::model::{Kind, Node, Port, Role};
use pulsewire_runtime::contract::{Sockets, ValueType};
use pulsewire_runtime::function::{Function, INPUT, OUTPUT, node_type};
use pulsewire_runtime::project_settings as written;
use pulsewire_runtime::toolbox::{Tool, Toolbox};
use serde_json::Value as Json;

/// A node of the file, with the sockets that its attributes give it.
pub(super) fn from_file(
    name: &str,
    node: &written::Node,
    toolbox: &Toolbox,
    variables: &Variables<'_>,
) -> Node {
    let mut drawn = bare(name, &node.node_type);
    drawn.enabled = node.attributes.get("enabled") != Some(&Json::Bool(false));
    match toolbox.get(&node.node_type) {
        Some(tool) => take_sockets(&mut drawn, node, tool, variables),
        None => drawn.problems.push(absent(&node.node_type, toolbox)),
    }
    for (id, json) in &node.attributes {
        let data = |port: &&mut Port| port.id == *id && port.kind != Kind::Pulse;
        match drawn.inputs.iter_mut().find(data) {
            Some(port) => port.value = Some(value(json)),
            None => drawn.settings.push((sanitize(id), value(json))),
        }
    }
    drawn
}

/// Why a node type is not in the toolbox.
fn absent(type_id: &str, toolbox: &Toolbox) -> String {
    let group = type_id.split('.').next().unwrap_or_default();
    toolbox.absent(group).map_or_else(|| "unknown node type".to_owned(), sanitize)
}

fn take_sockets(drawn: &mut Node, node: &written::Node, tool: &Tool, variables: &Variables<'_>) {
    let info = &tool.node_type.info;
    drawn.is_function = tool.function.is_some();
    let mark = if drawn.is_function { "ƒ " } else { "" };
    drawn.title = format!("{mark}{}", sanitize(&info.title));
    drawn.role = info.kind.into();
    let sockets = tool.node_type.sockets(&node.attributes).unwrap_or_else(|error| {
        drawn.problems.push(sanitize(&error.message));
        None
    });
    let sockets = sockets.as_ref().unwrap_or(&info.sockets);
    let variable = variables.picked_by(node, info).unwrap_or(ValueType::Any);
    (drawn.inputs, drawn.outputs) = ports(sockets, variable);
}

/// The inputs or the outputs of a function, as they are wired inside it.
pub(super) fn ends(head: &written::Function) -> [(&'static str, Node); 2] {
    let function = Function { head: head.clone(), ..Function::default() };
    let outside = node_type(&function).info.sockets;
    let (mut input, mut output) = (bare(INPUT, "function"), bare(OUTPUT, "function"));
    (input.title, output.title) = ("Inputs".to_owned(), "Outputs".to_owned());
    (input.is_function, output.is_function) = (true, true);
    let is_pulsed = !outside.pulse_outputs.is_empty();
    (input.role, output.role) = (Role::Event, if is_pulsed { Role::Action } else { Role::Value });
    (_, input.outputs) = ports(
        &Sockets {
            pulse_outputs: outside.pulse_inputs,
            outputs: outside.inputs,
            ..Sockets::default()
        },
        ValueType::Any,
    );
    (output.inputs, _) = ports(
        &Sockets {
            pulse_inputs: outside.pulse_outputs,
            inputs: outside.outputs,
            ..Sockets::default()
        },
        ValueType::Any,
    );
    [(INPUT, input), (OUTPUT, output)]
}

/// A node that exists only in wires.
pub(super) fn missing(name: &str) -> Node {
    let mut node = bare(name, "");
    node.role = Role::Missing;
    node.title = Role::Missing.name().to_owned();
    node.problems.push("a wire refers to this node, but it does not exist".to_owned());
    node
}

/// A node with only a name and a type.
fn bare(name: &str, type_id: &str) -> Node {
    Node {
        name: sanitize(name),
        type_id: sanitize(type_id),
        title: Role::Unknown.name().to_owned(),
        role: Role::Unknown,
        is_function: false,
        enabled: true,
        settings: Vec::new(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        problems: Vec::new(),
        at: None,
    }
}
