//! Events that start logic: begin and end of the run, failures and custom events.

mod error;
mod initialize;
mod listener;
mod shutdown;
mod trigger;

use crate::channel::Channels;
use pulsewire_plugin::{Attribute, AttributeKind, NodeType, ValueType};
use std::sync::Arc;

pub(crate) fn node_types() -> Vec<NodeType> {
    let events = Arc::new(Channels::default());
    vec![
        initialize::node_type(),
        shutdown::node_type(),
        error::node_type(),
        trigger::node_type(&events),
        listener::node_type(&events),
    ]
}

/// The attribute by which triggers and listeners find each other.
fn name() -> Attribute {
    let kind = AttributeKind::Value(ValueType::String);
    let doc =
        "The name of the event. It connects triggers and listeners in all graphs of the project.";
    Attribute::required("event", "Event", kind, doc)
}
