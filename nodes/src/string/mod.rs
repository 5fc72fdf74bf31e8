//! What puts text together and takes it apart.

mod concat;
mod contains;
mod format;
mod length;
mod pattern;
mod split;

use pulsewire_plugin::{NodeType, Socket, ValueType};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        concat::node_type(),
        format::node_type(),
        contains::node_type(),
        split::node_type(),
        length::node_type(),
    ]
}

fn text(id: &str, title: &str, doc: &str) -> Socket {
    Socket::new(id, title, ValueType::String, doc)
}
