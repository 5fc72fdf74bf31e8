//! Variables of a graph.

mod append;
mod events;
mod get;
mod increment;
mod on_change;
mod on_set;
mod remove_element;
mod set;
mod set_element;
mod toggle;

use events::Events;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types() -> Vec<NodeType> {
    let events = Arc::new(Events::default());
    vec![
        get::node_type(),
        set::node_type(&events),
        increment::node_type(&events),
        toggle::node_type(&events),
        append::node_type(&events),
        set_element::node_type(&events),
        remove_element::node_type(&events),
        on_change::node_type(&events),
        on_set::node_type(&events),
    ]
}
