//! Strings.

mod concat;
mod contains;
mod format;
mod length;
mod pattern;
mod split;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        concat::node_type(),
        format::node_type(),
        contains::node_type(),
        split::node_type(),
        length::node_type(),
    ]
}
