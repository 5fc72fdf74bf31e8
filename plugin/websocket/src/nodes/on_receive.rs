use super::connection;
use super::received::{RULE, is_binary, read, set_type};
use crate::client::Client;
use crate::configured::Now;
use crate::listeners::Receiver;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// On WebSocket Receive.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc = "Fires for each message that comes in, in order. While the graph is busy and its inbox full, no more \
               is read, so the sender has to wait.";
    NodeInfo::event("websocket.on_receive", "On WebSocket Receive", doc)
        .attribute(connection())
        .attribute(is_binary())
        .output(message())
        .output(was_binary())
        .create(move |setup| {
            let client = now.get().client(setup.attributes.text("configuration"))?;
            let graph = now.get().graph(setup.graph);
            let is_binary = setup.attributes.bool("is_binary");
            Ok(OnReceive {
                client,
                receiver: Receiver { emitter: setup.emitter, is_binary, graph },
            })
        })
        .sockets_by(RULE, set_type)
}

pub(super) fn message() -> Socket {
    Socket::new("message", "Message", ValueType::String, "The whole message; it may be empty.")
}

pub(super) fn was_binary() -> Socket {
    let doc = "Whether it came in a binary frame.";
    Socket::new("was_binary", "Was Binary", ValueType::Bool, doc)
}

struct OnReceive {
    client: Arc<Client>,
    receiver: Receiver,
}

impl Node for OnReceive {
    fn start(&mut self) -> Result<(), NodeError> {
        self.client.register.receive(self.receiver.clone());
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
