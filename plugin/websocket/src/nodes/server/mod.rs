//! The nodes of servers, one per file; `action_result`, `recipients` and `constants` are shared by several.

mod action_result;
mod constants;
mod on_server_connect;
mod on_server_disconnect;
mod on_server_error;
mod on_server_receive;
mod on_server_request;
mod on_server_start;
mod on_server_stop;
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

use super::Maker;
use pulsewire_plugin::Attribute;

/// The node types, in the order in which they are listed.
pub(super) const NODE_TYPES: [Maker; 17] = [
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

/// The attribute that picks a server.
fn server() -> Attribute {
    Attribute::configuration("servers", "The name of the server in the settings.")
}
