//! What keeps values by name.

mod get;
mod keys;
mod set;

use pulsewire_plugin::{NodeType, Socket, ValueType};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![get::node_type(), set::node_type(), keys::node_type()]
}

fn dictionary(doc: &str) -> Socket {
    Socket::new("dictionary", "Dictionary", ValueType::Dictionary, doc)
}

fn key(doc: &str) -> Socket {
    Socket::new("key", "Key", ValueType::String, doc)
}
