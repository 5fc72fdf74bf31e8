//! Timers that fire once or repeatedly.

mod cancel_timeout;
pub(crate) mod instance;
mod start_interval;
mod start_timeout;
mod stop_interval;

pub(crate) use instance::checked_duration;

use crate::Services;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    vec![
        start_timeout::node_type(services),
        cancel_timeout::node_type(services),
        start_interval::node_type(services),
        stop_interval::node_type(services),
    ]
}
