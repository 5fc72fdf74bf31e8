use super::connection;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Start.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a connection is open, including after a reconnect; from then on WebSocket Client Send works. \
               `on_open` messages and those queued while the connection was closed are sent before the graph's own.";
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
            "The headers of the server's response, with names in lower case.",
        ))
        .output(Socket::new(
            "attempt",
            "Attempt",
            ValueType::Int,
            "The number of the attempt that succeeded: 1 for the first after a WebSocket Client Start, more after \
                       reconnecting. The count starts again at 1 after the connection has been open for `stable_after_ms`, \
                       so the next attempt is number 2.",
        ))
        .output(Socket::new(
            "extensions",
            "Extensions",
            ValueType::String,
            "The negotiated extensions: permessage-deflate and its parameters; empty when there are none.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(client, |client| &client.listeners, Topic::Start, setup.emitter))
        })
}
