//! Dictionaries.

mod get;
mod keys;
mod set;

use pulsewire_plugin::{NodeType, Socket};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![get::node_type(), set::node_type(), keys::node_type()]
}

fn dictionary(doc: &str) -> Socket {
    Socket::dictionary("dictionary", "Dictionary", doc)
}

fn key(doc: &str) -> Socket {
    Socket::string("key", "Key", doc)
}
