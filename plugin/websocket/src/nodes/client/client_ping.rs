use super::connection;
use crate::connection::ConnectionHandle;
use crate::endpoints::SharedEndpoints;
use crate::nodes::sockets::error;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::sync::Arc;

/// WebSocket Client Ping.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Queues a Ping after the messages that are waiting and returns at once; On WebSocket Pong fires when the \
               peer answers. `pulse` fires when the Ping is accepted, `failed` when the connection is not open or its \
               send queue is full. A failure is an error of the graph if nothing is wired to `failed`.";
    NodeInfo::action("websocket.client_ping", "WebSocket Client Ping", doc)
        .attribute(connection())
        .pulse_output("failed", "Failed", "The Ping was not accepted; `error` says why.")
        .output(error())
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(ClientPing { handle: client.handle.clone() })
        })
}

struct ClientPing {
    handle: Arc<ConnectionHandle>,
}

impl Node for ClientPing {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.handle.ping() {
            Ok(()) => Ok(Flow::NEXT),
            Err(error) => {
                context.set(0, error.to_string());
                Err(error.into_node_error())
            }
        }
    }
}
