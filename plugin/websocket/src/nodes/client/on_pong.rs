use super::connection;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Pong.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when the other side has answered a Ping of a WebSocket Client Ping or of `keep_alive` in the \
               settings. An answer to several Pings at once fires once, for the last.";
    NodeInfo::event("websocket.on_pong", "On WebSocket Pong", doc)
        .attribute(connection())
        .output(Socket::new(
            "round_trip",
            "Round Trip",
            ValueType::Float,
            "The time from when the Ping was written until its answer was read, in seconds.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(client, |client| &client.listeners, Topic::Pong, setup.emitter))
        })
}
