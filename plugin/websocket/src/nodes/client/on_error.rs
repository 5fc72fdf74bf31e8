use super::connection;
use crate::endpoints::SharedEndpoints;
use crate::error::ErrorKind;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use crate::nodes::sockets::{error_kind, error_message, retry_in, will_retry};
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Error.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let kinds = ErrorKind::list(ErrorKind::OF_CLIENTS);
    let doc = format!(
        "Fires when a connection could not be opened or has failed; if it was open, On WebSocket Stop fires next. The \
                   program continues. Kinds: {kinds}."
    );
    NodeInfo::event("websocket.on_error", "On WebSocket Error", &doc)
        .attribute(connection())
        .output(error_message())
        .output(error_kind())
        .output(will_retry())
        .output(Socket::new(
            "attempt",
            "Attempt",
            ValueType::Int,
            "The number of the attempt since the last WebSocket Client Start, from 1. The count starts again at 1 \
                       after the connection has been open for `stable_after_ms`.",
        ))
        .output(retry_in())
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(client, |client| &client.listeners, Topic::Error, setup.emitter))
        })
}
