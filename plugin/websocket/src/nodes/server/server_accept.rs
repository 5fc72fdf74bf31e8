use super::action_result::give;
use super::on_server_request::request;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::nodes::sockets::error;
use crate::protocol::handshake::parse_headers;
use crate::server::{Decision, Server};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Accept.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Accepts a client that On WebSocket Server Request told of; On WebSocket Server Connect fires next. \
               `failed` fires when that cannot be: the request was answered before or its time is over, the client \
               does not speak the subprotocol, or a header cannot be sent. Where nothing is wired to `failed`, that \
               is an error of the graph.";
    NodeInfo::action("websocket.server_accept", "WebSocket Server Accept", doc)
        .attribute(server())
        .input(request())
        .input(Socket::new(
            "subprotocol",
            "Subprotocol",
            ValueType::String,
            "The subprotocol to speak, one of those that the client speaks; empty leaves the choice to the settings.",
        ))
        .input(headers())
        .pulse_output("failed", "Failed", "The client was not accepted by this; `error` says why.")
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(Accept { server })
        })
}

/// The input for headers of the answer.
pub(super) fn headers() -> Socket {
    let doc = "Headers of the answer, each a String, besides those of the protocol itself: Set-Cookie, say.";
    Socket::new("headers", "Headers", ValueType::Dictionary, doc)
}

struct Accept {
    server: Arc<Server>,
}

impl Node for Accept {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let accepted = self.accept(context);
        give(context, accepted)
    }
}

impl Accept {
    fn accept(&self, context: &Context<'_>) -> Result<(), NodeError> {
        let subprotocol = context.text(1)?.to_string();
        let headers = parse_headers(context.dictionary(2)?, 2)?;
        let verdict = Decision::Accepted { subprotocol, headers };
        self.server.requests.answer(context.text(0)?, verdict)
    }
}
