use super::connection;
use crate::client::Client;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::protocol::close::checked_close;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Client Stop.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Closes a connection and returns at once. Messages already queued are sent first; then the peer has \
               `close_timeout_ms` to complete the closing handshake. On WebSocket Stop fires when the connection has \
               closed. Cancels a connection that is still opening, with code 1006. Does nothing if the connection is \
               closed.";
    NodeInfo::action("websocket.client_stop", "WebSocket Client Stop", doc)
        .attribute(connection())
        .input(
            Socket::new(
                "code",
                "Code",
                ValueType::Int,
                "The close code (RFC 6455 section 7.4): 1000, 1001 or 3000 to 4999.",
            )
            .with_default(1000),
        )
        .input(Socket::new(
            "reason",
            "Reason",
            ValueType::String,
            "The close reason sent to the peer; at most 123 bytes.",
        ))
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(ClientStop { client })
        })
        .check_constants(constants::close)
}

struct ClientStop {
    client: Arc<Client>,
}

impl Node for ClientStop {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.client.stop(checked_close(context.int(0)?, context.text(1)?)?);
        Ok(Flow::NEXT)
    }
}
