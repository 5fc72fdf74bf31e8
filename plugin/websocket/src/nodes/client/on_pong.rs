use super::connection;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Pong.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when the peer answers a Ping that WebSocket Client Ping or `keep_alive` sent. A Pong that answers \
               several Pings fires once, for the last of them.";
    NodeInfo::event("websocket.on_pong", "On WebSocket Pong", doc)
        .attribute(connection())
        .output(Socket::new(
            "round_trip",
            "Round Trip",
            ValueType::Float,
            "The time from writing the Ping to reading its Pong, in seconds.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(client, |client| &client.listeners, Topic::Pong, setup.emitter))
        })
}
