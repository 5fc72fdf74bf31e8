use super::connection;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Start.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a connection is open, also when it was tried again: from here on WebSocket Client Send \
               works. The messages of `on_open`, and those that waited for the connection, are sent before those \
               of the graph.";
    NodeInfo::event("websocket.on_start", "On WebSocket Start", doc)
        .attribute(connection())
        .output(Socket::new(
            "subprotocol",
            "Subprotocol",
            ValueType::String,
            "The subprotocol that the server chose; empty when it chose none.",
        ))
        .output(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "The headers of the server's answer, names in lower case.",
        ))
        .output(Socket::new(
            "attempt",
            "Attempt",
            ValueType::Int,
            "Which attempt this was: 1 when the first one after a WebSocket Client Start led here, more when the \
             connection was tried again. A connection that was open for `stable_after_ms` begins at 1 anew, so \
             that its next attempt is 2.",
        ))
        .output(Socket::new(
            "extensions",
            "Extensions",
            ValueType::String,
            "The extensions that were agreed on: permessage-deflate and its parameters; empty when there are none.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(client, |client| &client.listeners, Topic::Start, setup.emitter))
        })
}
