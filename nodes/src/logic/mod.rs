//! Boolean logic.

mod and;
mod negate;
mod or;
mod value;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![and::node_type(), or::node_type(), negate::node_type(), value::node_type()]
}
