//! Dictionaries.

mod clear;
mod erase;
mod get;
mod has;
mod keys;
mod merge;
mod set;
mod size;
mod value;
mod values;

use pulsewire_plugin::{NodeType, Socket};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        value::node_type(),
        get::node_type(),
        set::node_type(),
        erase::node_type(),
        has::node_type(),
        keys::node_type(),
        values::node_type(),
        size::node_type(),
        merge::node_type(),
        clear::node_type(),
    ]
}

fn dictionary(doc: &str) -> Socket {
    Socket::dictionary("dictionary", "Dictionary", doc)
}

fn key(doc: &str) -> Socket {
    Socket::string("key", "Key", doc)
}
