use super::action_result::{ActionResult, clients};
use super::constants as server_constants;
use super::recipients::Recipients;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::nodes::constants;
use crate::nodes::sockets::{error, outgoing_message, sends_binary};
use crate::queue::Outgoing;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Send.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Sends a message to one client of a server, to several or to all, and returns at once. `pulse` fires \
               when it is accepted for every client, `failed` when it is not for one: the client has disconnected, \
               its send queue is full, or a text message is not valid UTF-8. `sent` counts the clients for which it \
               was accepted. A failure is an error of the graph if nothing is wired to `failed`, except that a client has \
               just left.";
    NodeInfo::action("websocket.server_send", "WebSocket Server Send", doc)
        .attribute(server())
        .attribute(sends_binary())
        .input(clients(
            "The recipients: a client id, an Array of ids, or null or an empty String for all clients.",
        ))
        .input(outgoing_message())
        .pulse_output("failed", "Failed", "The message was not accepted for every client; `error` says why.")
        .output(Socket::new("sent", "Sent", ValueType::Int, "For how many clients the message was accepted."))
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            for send_queue in server.send_queues() {
                endpoints.current().add_sender(setup.graph, send_queue, &server.clients.gate);
            }
            let is_binary = setup.attributes.bool("is_binary");
            Ok(ServerSend { server, is_binary, recipients: Recipients::default() })
        })
        .check_constants(|check| {
            server_constants::clients_or_all(check, "client");
            constants::message(check);
        })
}

struct ServerSend {
    server: Arc<Server>,
    is_binary: bool,
    recipients: Recipients,
}

impl Node for ServerSend {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let outgoing = Outgoing::from_value(context.input(1), self.is_binary);
        let result = match outgoing {
            Ok(message) => self.recipients.send(&self.server, context.input(0), &message),
            Err(error) => ActionResult::none(error),
        };
        result.finish(context)
    }
}
