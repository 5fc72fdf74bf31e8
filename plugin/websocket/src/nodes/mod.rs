//! The node types, one per file.

mod announced;
mod client_ping;
mod client_send;
mod client_start;
mod client_stop;
mod get_state;
mod on_error;
mod on_pong;
mod on_receive;
mod on_server_connect;
mod on_server_disconnect;
mod on_server_error;
mod on_server_receive;
mod on_server_request;
mod on_server_start;
mod on_server_stop;
mod on_start;
mod on_stop;
mod outcome;
mod received;
mod recipients;
mod server_accept;
mod server_disconnect;
mod server_get_clients;
mod server_join_group;
mod server_leave_group;
mod server_refuse;
mod server_send;
mod server_send_to_group;
mod server_start;
mod server_stop;

use crate::configured::Now;
use pulsewire_plugin::{Attribute, NodeType};

/// Every node type of the plugin, in the order in which they are listed.
pub(crate) fn all(now: &Now) -> Vec<NodeType> {
    let makers = [
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
        server_start::node_type,
        server_stop::node_type,
        server_send::node_type,
        on_server_start::node_type,
        on_server_stop::node_type,
        on_server_connect::node_type,
        on_server_disconnect::node_type,
        on_server_receive::node_type,
        on_server_error::node_type,
        on_server_request::node_type,
        server_accept::node_type,
        server_refuse::node_type,
        server_disconnect::node_type,
        server_get_clients::node_type,
        server_join_group::node_type,
        server_leave_group::node_type,
        server_send_to_group::node_type,
    ];
    makers.into_iter().map(|make| make(now.clone())).collect()
}

fn connection() -> Attribute {
    Attribute::configuration("connections", "The connection, by its name in the settings.")
}

fn server() -> Attribute {
    Attribute::configuration("servers", "The server, by its name in the settings.")
}

#[cfg(test)]
mod tests;
