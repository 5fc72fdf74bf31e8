use super::on_receive::{message, was_binary};
use super::on_server_connect::client;
use super::received::{RULE, is_binary, read, set_type};
use super::server;
use crate::configured::Now;
use crate::listeners::Receiver;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Value};
use std::sync::Arc;

/// On WebSocket Server Receive.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc = "Fires for each message of a client; those of one client come in order. While the graph is busy and \
               its inbox full, no more is read, so the senders have to wait.";
    NodeInfo::event("websocket.on_server_receive", "On WebSocket Server Receive", doc)
        .attribute(server())
        .attribute(is_binary())
        .output(client())
        .output(message())
        .output(was_binary())
        .create(move |setup| {
            let server = now.get().server(setup.attributes.text("configuration"))?;
            let graph = now.get().graph(setup.graph);
            let is_binary = setup.attributes.bool("is_binary");
            let receiver = Receiver { emitter: setup.emitter, is_binary, graph };
            Ok(OnServerReceive { server, receiver })
        })
        .sockets_by(RULE, set_type)
}

struct OnServerReceive {
    server: Arc<Server>,
    receiver: Receiver,
}

impl Node for OnServerReceive {
    fn start(&mut self) -> Result<(), NodeError> {
        self.server.register.receive(self.receiver.clone());
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if let Value::Array(parts) = context.take_event()
            && let [id, message] = &parts[..]
        {
            let (message, was_binary) = read(message.clone(), self.receiver.is_binary)?;
            context.set(0, id.clone());
            context.set(1, message);
            context.set(2, was_binary);
        }
        Ok(Flow::NEXT)
    }
}
