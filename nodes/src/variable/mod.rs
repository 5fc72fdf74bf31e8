//! Variables of a graph.

mod get;
mod on_change;
mod set;

use crate::channel::Channels;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types() -> Vec<NodeType> {
    let changes = Arc::new(Channels::default());
    vec![get::node_type(), set::node_type(&changes), on_change::node_type(&changes)]
}
