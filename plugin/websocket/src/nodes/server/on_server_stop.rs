use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use crate::nodes::sockets::stop_cause;
use pulsewire_plugin::{NodeInfo, NodeType};

/// On WebSocket Server Stop.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a server has stopped listening and its last client has disconnected.";
    NodeInfo::event("websocket.on_server_stop", "On WebSocket Server Stop", doc)
        .attribute(server())
        .output(stop_cause())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Stop, setup.emitter))
        })
}
