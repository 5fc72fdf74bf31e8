use super::server;
use crate::endpoints::SharedEndpoints;
use crate::error::ErrorKind;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use crate::nodes::sockets::{error_kind, error_message};
use crate::server::Server;
use pulsewire_plugin::{Array, NodeInfo, NodeType, Socket, Value, ValueType};
use std::sync::Arc;

/// On WebSocket Server Error.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let kinds = ErrorKind::list(ErrorKind::OF_SERVERS);
    let doc = format!(
        "Fires when a server could not listen, rejected a client, or a client's connection failed; in the last case On \
                   WebSocket Server Disconnect fires next. What clients cause is counted in the report and is no failure of \
                   the run; everything else is, unless this node handles it. Kinds: {kinds}."
    );
    NodeInfo::event("websocket.on_server_error", "On WebSocket Server Error", &doc)
        .attribute(server())
        .output(error_message())
        .output(error_kind())
        .output(Socket::new(
            "client",
            "Client",
            ValueType::String,
            "The id of the client; empty when the error concerns no connected client.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            let node =
                EventNode::new(server, |server| &server.listeners, Topic::Error, setup.emitter);
            Ok(node.ignoring(is_of_dismissed))
        })
}

/// Whether the error is about a client that a graph has disconnected.
fn is_of_dismissed(server: &Arc<Server>, outputs: &Array) -> bool {
    matches!(outputs.get(2), Some(Value::String(client)) if server.clients.is_dismissed(client))
}
