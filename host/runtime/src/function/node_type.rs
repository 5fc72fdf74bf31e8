use super::Function;
use foldhash::HashMap;
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Example, Flow, Node, NodeError, NodeInfo, NodeKind,
    NodeType, PulseSocket, Socket, Sockets, ValueType,
};
use pulsewire_project_settings::{
    AttributeType, FunctionAttribute, FunctionExample, FunctionSocket, Named, SocketType,
};
use serde_json::Value as Json;

/// What attributes of type Configuration refer to: the plugin and the list in its settings, by attribute.
pub type Configured = HashMap<String, (String, String)>;

/// The node type that a function is to those who use it.
#[must_use]
pub fn node_type(function: &Function) -> NodeType {
    let head = &function.head;
    let title = head.title.clone().unwrap_or_else(|| titled(&function.name));
    let kind = match function.has_pulses() {
        (true, _) => NodeKind::Action,
        (false, true) => NodeKind::Event,
        (false, false) => NodeKind::Value,
    };
    let attributes = head.attributes.iter().map(|(id, one)| attribute(id, one, function));
    let (pulse_inputs, inputs) = sockets(&head.inputs);
    let (pulse_outputs, outputs) = sockets(&head.outputs);
    let info = NodeInfo {
        id: function.id(),
        title,
        doc: head.doc.clone(),
        kind,
        attributes: attributes.collect(),
        sockets: Sockets { pulse_inputs, inputs, pulse_outputs, outputs },
        answered_by: Vec::new(),
        rule: None,
        examples: head.examples.iter().map(example).collect(),
    };
    info.create(|_| Ok(Skipped))
}

/// A use that is disabled or passed through: it is not expanded.
struct Skipped;

impl Node for Skipped {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::NEXT)
    }
}

/// The type of the values of a data socket; none for pulses.
#[must_use]
pub fn socket_kind(kind: SocketType) -> Option<ValueType> {
    Some(match kind {
        SocketType::Pulse => return None,
        SocketType::Bool => ValueType::Bool,
        SocketType::Int => ValueType::Int,
        SocketType::Float => ValueType::Float,
        SocketType::String => ValueType::String,
        SocketType::Binary => ValueType::Binary,
        SocketType::Array => ValueType::Array,
        SocketType::Dictionary => ValueType::Dictionary,
        SocketType::Any => ValueType::Any,
    })
}

fn sockets(named: &Named<FunctionSocket>) -> (Vec<PulseSocket>, Vec<Socket>) {
    let (mut pulses, mut data) = (Vec::new(), Vec::new());
    for (id, socket) in named.iter() {
        let full = socket.full();
        let title = full.and_then(|full| full.title.clone()).unwrap_or_else(|| titled(id));
        let doc = full.map(|full| full.doc.as_str()).unwrap_or_default();
        match socket_kind(socket.kind()) {
            None => pulses.push(PulseSocket::new(id, &title, doc)),
            Some(kind) => {
                let default = full.and_then(|full| full.default.clone());
                data.push(Socket { default, ..Socket::new(id, &title, kind, doc) });
            }
        }
    }
    (pulses, data)
}

fn attribute(id: &str, written: &FunctionAttribute, function: &Function) -> Attribute {
    let kind = match written.kind {
        AttributeType::Bool => ValueType::Bool,
        AttributeType::Int => ValueType::Int,
        AttributeType::Float => ValueType::Float,
        AttributeType::String | AttributeType::Configuration => ValueType::String,
        AttributeType::Binary => ValueType::Binary,
        AttributeType::Array => ValueType::Array,
        AttributeType::Dictionary => ValueType::Dictionary,
        AttributeType::Any => ValueType::Any,
    };
    let kind = match (written.kind, function.configured.get(id)) {
        (AttributeType::Configuration, Some((_, list))) => {
            AttributeKind::Configuration(list.clone())
        }
        _ if !written.choices.is_empty() => AttributeKind::Choice(written.choices.clone()),
        _ => AttributeKind::Value(kind),
    };
    let title = written.title.clone().unwrap_or_else(|| titled(id));
    let default = written.default.clone().unwrap_or(Json::Null);
    Attribute::new(id, &title, kind, default, &written.doc)
}

fn example(written: &FunctionExample) -> Example {
    let logic = serde_json::to_string_pretty(&written.logic).unwrap_or_default();
    Example { title: written.title.clone(), logic, prints: written.prints.join("\n") }
}

/// `rpc_call` as people write it: `Rpc Call`.
fn titled(name: &str) -> String {
    let word = |word: &str| {
        let mut characters = word.chars();
        let first = characters.next().map(|first| first.to_uppercase().to_string());
        first.unwrap_or_default() + characters.as_str()
    };
    name.split(['_', '-']).map(word).collect::<Vec<_>>().join(" ")
}
