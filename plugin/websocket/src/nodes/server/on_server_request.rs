use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Server Request.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a client asks to connect and the settings allow it. If a project uses this node, each request \
               must be answered with WebSocket Server Accept or WebSocket Server Refuse, at once or later. A request \
               without an answer within `handshake_timeout_ms` gets status 504, and On WebSocket Server Error fires. \
               Without this node, every request that the settings allow is accepted.";
    NodeInfo::event("websocket.on_server_request", "On WebSocket Server Request", doc)
        .answered_by(&["websocket.server_accept", "websocket.server_refuse"])
        .attribute(server())
        .output(Socket::new(
            "request",
            "Request",
            ValueType::String,
            "The id of the request; if it is accepted, this becomes the client's id.",
        ))
        .output(Socket::new("path", "Path", ValueType::String, "The path, without the query."))
        .output(Socket::new(
            "query",
            "Query",
            ValueType::Dictionary,
            "The decoded query parameters, each a String; the last value wins if a name repeats.",
        ))
        .output(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "The headers of the request, with names in lower case.",
        ))
        .output(Socket::new(
            "remote_address",
            "Remote Address",
            ValueType::String,
            "The client's IP address and port.",
        ))
        .output(Socket::new(
            "subprotocols",
            "Subprotocols",
            ValueType::Array,
            "The subprotocols that the client offers, in order of preference.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Request, setup.emitter))
        })
}

/// The input of the nodes that answer a request.
pub(super) fn request() -> Socket {
    let doc = "The id of the request, from On WebSocket Server Request.";
    Socket::new("request", "Request", ValueType::String, doc)
}
