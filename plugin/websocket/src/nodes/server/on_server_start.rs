use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Server Start.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a server is listening; from then on clients can connect.";
    NodeInfo::event("websocket.on_server_start", "On WebSocket Server Start", doc)
        .attribute(server())
        .output(Socket::new(
            "address",
            "Address",
            ValueType::String,
            "The IP address that the server listens on.",
        ))
        .output(Socket::new(
            "port",
            "Port",
            ValueType::Int,
            "The port that the server listens on, including one chosen by the system.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Start, setup.emitter))
        })
}
