use super::on_server_connect::client;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::events::MessageListener;
use crate::nodes::received_message::{RULE, is_binary, read, set_type};
use crate::nodes::sockets::{received_message, was_binary};
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Value};
use std::sync::Arc;

/// On WebSocket Server Receive.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires for each message from a client; messages from one client arrive in order. While the graph is busy \
               and its inbox is full, the connections stop reading, so the senders have to wait. Never fires for a client \
               that WebSocket Server Disconnect Client has disconnected.";
    NodeInfo::event("websocket.on_server_receive", "On WebSocket Server Receive", doc)
        .attribute(server())
        .attribute(is_binary())
        .output(client())
        .output(received_message())
        .output(was_binary())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            let graph = endpoints.current().graph(setup.graph);
            let is_binary = setup.attributes.bool("is_binary");
            let receiver = MessageListener { emitter: setup.emitter, is_binary, graph };
            Ok(OnServerReceive { server, receiver })
        })
        .dynamic_sockets(RULE, set_type)
}

struct OnServerReceive {
    server: Arc<Server>,
    receiver: MessageListener,
}

impl Node for OnServerReceive {
    fn start(&mut self) -> Result<(), NodeError> {
        self.server.listeners.add_message_listener(self.receiver.clone());
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if let Value::Array(parts) = context.take_event()
            && let (Some(id), Some(message)) = (parts.get(0), parts.get(1))
        {
            if matches!(id, Value::String(id) if self.server.clients.is_dismissed(id)) {
                return Ok(Flow::End);
            }
            let (message, was_binary) = read(message.clone(), self.receiver.is_binary)?;
            context.set(0, id.clone());
            context.set(1, message);
            context.set(2, was_binary);
        }
        Ok(Flow::NEXT)
    }
}
