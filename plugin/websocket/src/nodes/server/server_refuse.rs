use super::action_result::give;
use super::on_server_request::request;
use super::server;
use super::server_accept::headers;
use crate::endpoints::SharedEndpoints;
use crate::nodes::sockets::error;
use crate::protocol::handshake::{HttpResponse, parse_headers};
use crate::server::{Decision, Server};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;
use tungstenite::http::StatusCode;

/// WebSocket Server Refuse.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Turns a client away that On WebSocket Server Request told of. `failed` fires when that cannot be: the \
               request was answered before or its time is over, the status is none, or a header cannot be sent. \
               Where nothing is wired to `failed`, that is an error of the graph.";
    NodeInfo::action("websocket.server_refuse", "WebSocket Server Refuse", doc)
        .attribute(server())
        .input(request())
        .input(
            Socket::new(
                "status",
                "Status",
                ValueType::Int,
                "The HTTP status, 200 to 599: 401 asks for credentials, 403 is a plain no, 503 says later.",
            )
            .with_default(403),
        )
        .input(Socket::new("body", "Body", ValueType::String, "Why, for the client."))
        .input(headers())
        .pulse_output("failed", "Failed", "The client was not refused by this; `error` says why.")
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(Refuse { server })
        })
}

struct Refuse {
    server: Arc<Server>,
}

impl Node for Refuse {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let refused = self.refuse(context);
        give(context, refused)
    }
}

impl Refuse {
    fn refuse(&self, context: &Context<'_>) -> Result<(), NodeError> {
        let mut reply = HttpResponse::new(status(context.int(1)?)?, context.text(2)?.to_string());
        reply.headers = parse_headers(context.dictionary(3)?, 3)?;
        self.server.requests.answer(context.text(0)?, Decision::Refused(reply))
    }
}

fn status(number: i64) -> Result<StatusCode, NodeError> {
    let status = u16::try_from(number).ok().filter(|number| (200..=599).contains(number));
    status.and_then(|number| StatusCode::from_u16(number).ok()).ok_or_else(|| {
        let message =
            format!("{number} is not the status of an answer; use 200 to 599, such as 403");
        NodeError::new("bad_status", message).at_input(1)
    })
}
