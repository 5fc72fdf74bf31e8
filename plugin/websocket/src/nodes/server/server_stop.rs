use super::server;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::protocol::close::checked_close;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Stop.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Stops a server and returns at once. It accepts no more clients and closes their connections; each client \
               has `close_timeout_ms` to complete the closing handshake. On WebSocket Server Stop fires when all \
               have disconnected.";
    NodeInfo::action("websocket.server_stop", "WebSocket Server Stop", doc)
        .attribute(server())
        .input(
            Socket::new(
                "code",
                "Code",
                ValueType::Int,
                "The close code for the clients (RFC 6455 section 7.4): 1000, 1001 or 3000 to 4999.",
            )
            .with_default(1001),
        )
        .input(Socket::new(
            "reason",
            "Reason",
            ValueType::String,
            "The close reason sent to the clients; at most 123 bytes.",
        ))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(ServerStop { server })
        })
        .check_constants(constants::close)
}

struct ServerStop {
    server: Arc<Server>,
}

impl Node for ServerStop {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.server.stop(checked_close(context.int(0)?, context.text(1)?)?);
        Ok(Flow::NEXT)
    }
}
