use super::client_send::error;
use super::connection;
use crate::configured::Now;
use crate::link::Link;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::sync::Arc;

/// WebSocket Client Ping.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc = "Sends a Ping behind what waits to be sent and returns at once; On WebSocket Pong fires when the other \
               side answers. `pulse` fires when the connection has taken it, `failed` when it is not open or its \
               send queue is full. Where nothing is wired to `failed`, that is an error of the graph.";
    NodeInfo::action("websocket.client_ping", "WebSocket Client Ping", doc)
        .attribute(connection())
        .pulse_output("failed", "Failed", "The Ping was not taken; `error` says why.")
        .output(error())
        .create(move |setup| {
            let client = now.get().client(setup.attributes.text("configuration"))?;
            Ok(ClientPing { link: client.link.clone() })
        })
}

struct ClientPing {
    link: Arc<Link>,
}

impl Node for ClientPing {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.link.ping() {
            Ok(()) => Ok(Flow::NEXT),
            Err(unsent) => {
                context.set(0, unsent.to_string());
                Err(unsent.into_node_error())
            }
        }
    }
}
