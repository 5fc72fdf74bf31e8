use super::on_server_connect::client;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use crate::nodes::sockets::{by_me, close_code, close_reason, stop_cause, was_clean};
use pulsewire_plugin::{NodeInfo, NodeType};

/// On WebSocket Server Disconnect.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a client of a server has disconnected, once for each On WebSocket Server Connect.";
    NodeInfo::event("websocket.on_server_disconnect", "On WebSocket Server Disconnect", doc)
        .attribute(server())
        .output(client())
        .output(close_code())
        .output(close_reason())
        .output(was_clean())
        .output(by_me())
        .output(stop_cause())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Disconnect, setup.emitter))
        })
}
