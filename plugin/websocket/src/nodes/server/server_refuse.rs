use super::action_result::finish_answer;
use super::constants as server_constants;
use super::on_server_request::request;
use super::server;
use super::server_accept::headers;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::nodes::sockets::error;
use crate::protocol::handshake::{HttpResponse, parse_headers};
use crate::server::{Decision, Server};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;
use tungstenite::http::StatusCode;

/// WebSocket Server Refuse.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Rejects a client reported by On WebSocket Server Request. `failed` fires when the request is already \
               answered or has timed out, the status is out of range, or a header is invalid. A failure is an error \
               of the graph if nothing is wired to `failed`.";
    NodeInfo::action("websocket.server_refuse", "WebSocket Server Refuse", doc)
        .attribute(server())
        .input(request())
        .input(
            Socket::new(
                "status",
                "Status",
                ValueType::Int,
                "The HTTP status, 200 to 599, such as 401 (credentials required), 403 (forbidden) or 503 (unavailable).",
            )
            .with_default(403),
        )
        .input(Socket::new("body", "Body", ValueType::String, "The body of the response."))
        .input(headers())
        .pulse_output("failed", "Failed", "The client was not rejected; `error` says why.")
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(Refuse { server })
        })
        .check_constants(|check| {
            server_constants::request(check);
            constants::headers(check);
            if let Some(number) = check.int("status") {
                check.check("status", status(number));
            }
        })
}

struct Refuse {
    server: Arc<Server>,
}

impl Node for Refuse {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let refused = self.refuse(context);
        finish_answer(context, &self.server, refused)
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
            format!("{number} is not the status of a response; use 200 to 599, such as 403");
        NodeError::new("bad_status", message).at_input(1)
    })
}
