//! Timers that fire once or repeatedly.

mod cancel_timeout;
mod debounce;
pub(crate) mod instance;
mod on_schedule;
mod start_interval;
mod start_timeout;
mod stop_interval;
mod throttle;
mod watchdog;

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
        debounce::node_type(services),
        throttle::node_type(services),
        watchdog::node_type(services),
        on_schedule::node_type(services),
    ]
}
