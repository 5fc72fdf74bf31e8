use super::action_result::finish_answer;
use super::constants as server_constants;
use super::on_server_request::request;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::nodes::sockets::error;
use crate::protocol::handshake::parse_headers;
use crate::server::{Decision, Server};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Accept.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Accepts a client reported by On WebSocket Server Request; On WebSocket Server Connect fires next. \
               `failed` fires when the request is already answered or has timed out, the client does not offer the \
               subprotocol, or a header is invalid. A failure is an error of the graph if nothing is wired to \
               `failed`.";
    NodeInfo::action("websocket.server_accept", "WebSocket Server Accept", doc)
        .attribute(server())
        .input(request())
        .input(Socket::new(
            "subprotocol",
            "Subprotocol",
            ValueType::String,
            "The subprotocol to use, one of those that the client offers; empty leaves the choice to the settings.",
        ))
        .input(headers())
        .pulse_output("failed", "Failed", "The client was not accepted; `error` says why.")
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(Accept { server })
        })
        .check_constants(|check| {
            server_constants::request(check);
            constants::headers(check);
        })
}

/// The input for headers of the response.
pub(super) fn headers() -> Socket {
    let doc = "Additional headers of the response, each a String, such as Set-Cookie.";
    Socket::new("headers", "Headers", ValueType::Dictionary, doc)
}

struct Accept {
    server: Arc<Server>,
}

impl Node for Accept {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let accepted = self.accept(context);
        finish_answer(context, &self.server, accepted)
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
