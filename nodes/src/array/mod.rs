//! What keeps values in order.

mod get;
mod index;
mod length;
mod push;
mod set;

use pulsewire_plugin::{NodeType, Socket, ValueType};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![get::node_type(), set::node_type(), push::node_type(), length::node_type()]
}

fn array(doc: &str) -> Socket {
    Socket::new("array", "Array", ValueType::Array, doc)
}

fn index() -> Socket {
    Socket::new("index", "Index", ValueType::Int, "Which element, from 0 on.")
}
