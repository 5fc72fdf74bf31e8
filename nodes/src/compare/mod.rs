//! What tells whether values are equal, or which comes first.

mod equality;
mod is_equal;
mod is_greater_equal;
mod is_less_equal;
mod order;

pub(crate) use equality::same;
pub(crate) use order::order;

use pulsewire_plugin::{
    Attribute, AttributeKind, Attributes, NodeInfo, NodeType, Socket, Sockets, ValueType,
};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![is_equal::node_type(), is_greater_equal::node_type(), is_less_equal::node_type()]
}

/// The types whose values come one before the other.
const ORDERED: [ValueType; 4] =
    [ValueType::Int, ValueType::Float, ValueType::String, ValueType::Any];

/// How the sockets of every comparison depend on its attributes.
const RULE: &str = "`data_type` is the type of `a` and `b`.";

fn mode(modes: [&str; 2], doc: &str) -> Attribute {
    let kind = AttributeKind::Choice(modes.map(ToOwned::to_owned).to_vec());
    Attribute::new("mode", "Mode", kind, modes[0], doc)
}

fn with_sockets(info: NodeInfo) -> NodeInfo {
    info.input(Socket::new("a", "A", ValueType::Any, "The value on the left."))
        .input(Socket::new("b", "B", ValueType::Any, "The value on the right."))
        .output(Socket::new("c", "C", ValueType::Bool, "Whether it is so."))
}

fn of_data_type(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    crate::sockets::retype(&mut sockets.inputs, attributes.kind("data_type"));
    Ok(())
}
