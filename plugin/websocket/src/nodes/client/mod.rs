//! The nodes of connections, one per file.

mod client_ping;
mod client_send;
mod client_start;
mod client_stop;
mod get_state;
mod on_error;
mod on_pong;
mod on_receive;
mod on_start;
mod on_stop;

use super::Maker;
use pulsewire_plugin::Attribute;

/// The node types, in the order in which they are listed.
pub(super) const NODE_TYPES: [Maker; 10] = [
    client_start::node_type,
    client_stop::node_type,
    client_send::node_type,
    client_ping::node_type,
    on_start::node_type,
    on_stop::node_type,
    on_receive::node_type,
    on_error::node_type,
    on_pong::node_type,
    get_state::node_type,
];

/// The attribute that picks a connection.
fn connection() -> Attribute {
    Attribute::configuration("connections", "The name of the connection in the settings.")
}
