use super::connection;
use crate::client::Client;
use crate::endpoints::SharedEndpoints;
use crate::events::MessageListener;
use crate::nodes::received_message::{RULE, is_binary, read, set_type};
use crate::nodes::sockets::{received_message, was_binary};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::sync::Arc;

/// On WebSocket Receive.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires for each incoming message, in order. While the graph is busy and its inbox is full, the connection \
               stops reading, so the sender has to wait.";
    NodeInfo::event("websocket.on_receive", "On WebSocket Receive", doc)
        .attribute(connection())
        .attribute(is_binary())
        .output(received_message())
        .output(was_binary())
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            let graph = endpoints.current().graph(setup.graph);
            let is_binary = setup.attributes.bool("is_binary");
            Ok(OnReceive {
                client,
                receiver: MessageListener { emitter: setup.emitter, is_binary, graph },
            })
        })
        .dynamic_sockets(RULE, set_type)
}

struct OnReceive {
    client: Arc<Client>,
    receiver: MessageListener,
}

impl Node for OnReceive {
    fn start(&mut self) -> Result<(), NodeError> {
        self.client.listeners.add_message_listener(self.receiver.clone());
        Ok(())
    }

    #[inline]
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (message, was_binary) = read(context.take_event(), self.receiver.is_binary)?;
        context.set(0, message);
        context.set(1, was_binary);
        Ok(Flow::NEXT)
    }
}
