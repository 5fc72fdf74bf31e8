use super::connection;
use crate::connection::ConnectionHandle;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::nodes::sockets::{error, outgoing_message, sends_binary};
use crate::queue::Outgoing;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::sync::Arc;

/// WebSocket Client Send.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Sends a message and returns at once. `pulse` fires when the message is accepted for sending, `failed` \
               when the connection is not open, its send queue is full, or a text message is not valid UTF-8. The \
               settings `when_closed` and `when_full` can queue or drop messages instead. A failure is an error of \
               the graph if nothing is wired to `failed`.";
    NodeInfo::action("websocket.client_send", "WebSocket Client Send", doc)
        .attribute(connection())
        .attribute(sends_binary())
        .input(outgoing_message())
        .pulse_output("failed", "Failed", "The message was not accepted; `error` says why.")
        .output(error())
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            endpoints.current().add_sender(setup.graph, &client.send_queue, &client.gate);
            Ok(ClientSend {
                handle: client.handle.clone(),
                is_binary: setup.attributes.bool("is_binary"),
            })
        })
        .check_constants(constants::message)
}

struct ClientSend {
    handle: Arc<ConnectionHandle>,
    is_binary: bool,
}

impl Node for ClientSend {
    #[inline]
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let outgoing = Outgoing::from_value(context.input(0), self.is_binary);
        match outgoing.and_then(|outgoing| self.handle.send(outgoing)) {
            Ok(()) => Ok(Flow::NEXT),
            Err(error) => {
                context.set(0, error.to_string());
                Err(error.into_node_error())
            }
        }
    }
}
