use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Server Connect.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc =
        "Fires when a client has connected to a server; from then on it can receive messages.";
    NodeInfo::event("websocket.on_server_connect", "On WebSocket Server Connect", doc)
        .attribute(server())
        .output(client())
        .output(Socket::new(
            "remote_address",
            "Remote Address",
            ValueType::String,
            "The client's IP address and port.",
        ))
        .output(Socket::new(
            "path",
            "Path",
            ValueType::String,
            "The requested path, with the query if there is one.",
        ))
        .output(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "The headers of the request, with names in lower case.",
        ))
        .output(Socket::new(
            "subprotocol",
            "Subprotocol",
            ValueType::String,
            "The negotiated subprotocol; empty when there is none.",
        ))
        .output(Socket::new(
            "extensions",
            "Extensions",
            ValueType::String,
            "The negotiated extensions: permessage-deflate and its parameters; empty when there are none.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Connect, setup.emitter))
        })
}

pub(super) fn client() -> Socket {
    let doc =
        "The client's id, for nodes that act on this client; never reused while the program runs.";
    Socket::new("client", "Client", ValueType::String, doc)
}
