//! How long something takes.

mod get;
mod start;
mod stop;
mod stopwatch;

use crate::Services;
use pulsewire_plugin::{Attribute, NodeType};
use std::sync::Arc;
use stopwatch::Stopwatches;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    let stopwatches = Arc::new(Stopwatches::default());
    vec![
        start::node_type(services, &stopwatches),
        stop::node_type(services, &stopwatches),
        get::node_type(services, &stopwatches),
    ]
}

fn timer_name() -> Attribute {
    let doc = "The name of the timer, which all logic files of the project share.";
    Attribute::string("timer_name", "Timer Name", "timer", doc)
}
