//! What makes one type of another.

mod conversion;
mod rules;
mod to_array;
mod to_binary;
mod to_bool;
mod to_dictionary;
mod to_float;
mod to_int;
mod to_string;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![conversion::node_type()]
}
