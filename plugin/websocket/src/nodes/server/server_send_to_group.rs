use super::action_result::{ActionResult, clients, group};
use super::constants as server_constants;
use super::recipients::send_to_group;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::error::ActionError;
use crate::nodes::constants;
use crate::nodes::sockets::{error, outgoing_message, sends_binary};
use crate::queue::Outgoing;
use crate::server::{Server, client_number};
use pulsewire_plugin::{
    Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Value, ValueType,
};
use std::sync::Arc;

/// WebSocket Server Send to Group.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Sends a message to every member of a group and returns at once. `pulse` fires when it is accepted for \
               every member, or there are none; `failed` when it is not for one: its send queue is full, or a text \
               message is not valid UTF-8. `sent` counts the clients for which it was accepted. \
               A failure is an error of the graph if nothing is wired to `failed`.";
    NodeInfo::action("websocket.server_send_to_group", "WebSocket Server Send to Group", doc)
        .attribute(server())
        .attribute(sends_binary())
        .input(group("The name of the group."))
        .input(outgoing_message())
        .input(except())
        .pulse_output(
            "failed",
            "Failed",
            "The message was not accepted for every member; `error` says why.",
        )
        .output(Socket::new(
            "sent",
            "Sent",
            ValueType::Int,
            "For how many clients the message was accepted.",
        ))
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            for send_queue in server.send_queues() {
                endpoints.current().add_sender(setup.graph, send_queue, &server.clients.gate);
            }
            Ok(SendToGroup { server, is_binary: setup.attributes.bool("is_binary") })
        })
        .check_constants(|check| {
            server_constants::group(check);
            constants::message(check);
            server_constants::clients_or_all(check, "except");
        })
}

fn except() -> Socket {
    let doc = "Members to skip: a client id, such as the sender's, or an Array of ids.";
    let socket = clients(doc);
    Socket { id: "except".to_owned(), title: "Except".to_owned(), ..socket }
}

struct SendToGroup {
    server: Arc<Server>,
    is_binary: bool,
}

impl Node for SendToGroup {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let group = context.text(0)?;
        let outgoing = Outgoing::from_value(context.input(1), self.is_binary);
        let result = match (outgoing, numbers(context.input(2))) {
            _ if group.is_empty() => ActionResult::none(ActionError::EmptyGroupName),
            (Err(error), _) | (_, Err(error)) => ActionResult::none(error),
            (Ok(message), Ok(except)) => send_to_group(&self.server, group, &except, &message),
        };
        result.finish(context)
    }
}

/// The sorted numbers of these clients; a disconnected client is in no group.
fn numbers(ids: &Value) -> Result<Vec<u64>, ActionError> {
    let mut numbers = Vec::new();
    if matches!(ids, Value::Null) || matches!(ids, Value::String(id) if id.is_empty()) {
        return Ok(numbers);
    }
    let result = ActionResult::for_each_client(ids, |id| {
        numbers.extend(client_number(id));
        Ok(())
    });
    numbers.sort_unstable();
    result.failed.map_or(Ok(numbers), Err)
}
