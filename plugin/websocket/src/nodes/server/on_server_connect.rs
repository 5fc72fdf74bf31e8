use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Server Connect.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a client has connected to a server: from here on it can be sent to.";
    NodeInfo::event("websocket.on_server_connect", "On WebSocket Server Connect", doc)
        .attribute(server())
        .output(client())
        .output(Socket::new(
            "remote_address",
            "Remote Address",
            ValueType::String,
            "Where it comes from: IP address and port.",
        ))
        .output(Socket::new(
            "path",
            "Path",
            ValueType::String,
            "The path that it asked for, with the query if there is one.",
        ))
        .output(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "The headers of its request, names in lower case.",
        ))
        .output(Socket::new(
            "subprotocol",
            "Subprotocol",
            ValueType::String,
            "The subprotocol that was agreed on; empty when there is none.",
        ))
        .output(Socket::new(
            "extensions",
            "Extensions",
            ValueType::String,
            "The extensions that were agreed on: permessage-deflate and its parameters; empty when there are none.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Connect, setup.emitter))
        })
}

pub(super) fn client() -> Socket {
    let doc =
        "The client's id, for the nodes that act on it; never used again while the program runs.";
    Socket::new("client", "Client", ValueType::String, doc)
}
