use super::connection;
use crate::configured::Now;
use crate::link::Link;
use crate::message::Outgoing;
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType,
};
use std::sync::Arc;

/// WebSocket Client Send.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc = "Sends a message and returns at once. `pulse` fires when the connection has taken it, `failed` when \
               not: it is not open, its send queue is full, or the message should be text and is not UTF-8. With \
               `when_closed` and `when_full` of the settings, messages wait or are dropped instead. Where nothing \
               is wired to `failed`, that is an error of the graph.";
    NodeInfo::action("websocket.client_send", "WebSocket Client Send", doc)
        .attribute(connection())
        .attribute(is_binary())
        .input(message())
        .pulse_output("failed", "Failed", "The message was not taken; `error` says why.")
        .output(error())
        .create(move |setup| {
            let client = now.get().client(setup.attributes.text("configuration"))?;
            now.get().sends(setup.graph, &client.send_queue, &client.gate);
            Ok(ClientSend {
                link: client.link.clone(),
                is_binary: setup.attributes.bool("is_binary"),
            })
        })
}

/// The attribute that decides the kind of frame.
pub(super) fn is_binary() -> Attribute {
    let doc = "The kind of frame: true sends a binary frame, false a text frame. Either takes a String or a \
               Binary; what goes into a text frame must be UTF-8.";
    Attribute::new("is_binary", "Is Binary", AttributeKind::Value(ValueType::Bool), false, doc)
}

/// The input of what is sent.
pub(super) fn message() -> Socket {
    let doc = "What to send: a String or a Binary. An empty one is a message, too.";
    Socket::new("message", "Message", ValueType::Any, doc).with_default("")
}

/// The output that says why nothing was sent.
pub(super) fn error() -> Socket {
    let doc = "Why `failed` fired, for people.";
    Socket::new("error", "Error", ValueType::String, doc)
}

struct ClientSend {
    link: Arc<Link>,
    is_binary: bool,
}

impl Node for ClientSend {
    #[inline]
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let outgoing = Outgoing::from_value(context.input(0), self.is_binary);
        match outgoing.and_then(|outgoing| self.link.send(outgoing)) {
            Ok(()) => Ok(Flow::NEXT),
            Err(unsent) => {
                context.set(0, unsent.to_string());
                Err(unsent.into_node_error())
            }
        }
    }
}
