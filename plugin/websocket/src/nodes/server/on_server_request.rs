use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Server Request.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when a client asks to connect, after the settings have let it pass. Where this node is, each \
               request must be answered: by WebSocket Server Accept or WebSocket Server Refuse, at once or later. \
               One that is not answered within `handshake_timeout_ms` gets 504, and On WebSocket Server Error \
               fires. Without this node every request that the settings allow is accepted.";
    NodeInfo::event("websocket.on_server_request", "On WebSocket Server Request", doc)
        .attribute(server())
        .output(Socket::new(
            "request",
            "Request",
            ValueType::String,
            "The request's id; when it is accepted, this is the client's id.",
        ))
        .output(Socket::new("path", "Path", ValueType::String, "The path, without the query."))
        .output(Socket::new(
            "query",
            "Query",
            ValueType::Dictionary,
            "The parameters behind the question mark, decoded, each a String; of a repeated one the last.",
        ))
        .output(Socket::new(
            "headers",
            "Headers",
            ValueType::Dictionary,
            "The headers of the request, names in lower case.",
        ))
        .output(Socket::new(
            "remote_address",
            "Remote Address",
            ValueType::String,
            "Where it comes from: IP address and port.",
        ))
        .output(Socket::new(
            "subprotocols",
            "Subprotocols",
            ValueType::Array,
            "The subprotocols that the client speaks, the preferred one first.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(server, |server| &server.listeners, Topic::Request, setup.emitter))
        })
}

/// The input of the nodes that answer.
pub(super) fn request() -> Socket {
    let doc = "The id of the request, from On WebSocket Server Request.";
    Socket::new("request", "Request", ValueType::String, doc)
}
