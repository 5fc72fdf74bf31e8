//! The end of the run and its exit status.

mod assert;
mod exit;

use crate::Services;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    vec![assert::node_type(services), exit::node_type(services)]
}
