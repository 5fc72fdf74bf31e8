//! JSON.

mod parse;
mod stringify;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![parse::node_type(), stringify::node_type()]
}
