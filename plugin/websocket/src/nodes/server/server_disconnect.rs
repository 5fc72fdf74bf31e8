use super::action_result::{ActionResult, clients};
use super::constants as server_constants;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::nodes::sockets::error;
use crate::protocol::close::checked_close;
use crate::queue::Outgoing;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Disconnect Client.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Closes connections of clients and returns at once. Messages already queued for a client are sent first; \
               then it has `close_timeout_ms` to complete the closing handshake. On WebSocket Server Disconnect \
               fires when it has disconnected, and nothing else of the client fires any more: neither messages that it sent \
               before nor errors. `pulse` fires when all the clients are closing, `failed` when one is not connected; \
               that it has just left is no failure of the graph.";
    NodeInfo::action("websocket.server_disconnect", "WebSocket Server Disconnect Client", doc)
        .attribute(server())
        .input(clients("The clients to disconnect: a client id, or an Array of ids."))
        .input(code())
        .input(Socket::new(
            "reason",
            "Reason",
            ValueType::String,
            "The close reason sent to the client; at most 123 bytes.",
        ))
        .pulse_output("failed", "Failed", "Some clients were not connected; `error` says which.")
        .output(Socket::new(
            "closed",
            "Closed",
            ValueType::Int,
            "How many clients this node is closing.",
        ))
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(Disconnect { server })
        })
        .check_constants(|check| {
            server_constants::clients(check, "client");
            constants::close(check);
        })
}

fn code() -> Socket {
    let doc = "The close code (RFC 6455 section 7.4): 1000, 1001 or 3000 to 4999.";
    Socket::new("code", "Code", ValueType::Int, doc).with_default(1000)
}

struct Disconnect {
    server: Arc<Server>,
}

impl Node for Disconnect {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let close = checked_close(context.int(1)?, context.text(2)?);
        let close = Outgoing::Close(Some(close.map_err(behind_client)?));
        let clients = &self.server.clients;
        ActionResult::for_each_client(context.input(0), |id| clients.disconnect(id, close.clone()))
            .finish(context)
    }
}

/// Moves the error to the inputs for code and reason, which follow the input for clients.
fn behind_client(mut error: NodeError) -> NodeError {
    error.input = error.input.map(|input| input + 1);
    error
}
