//! Time.

mod now;

use crate::Services;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    vec![now::node_type(services)]
}
