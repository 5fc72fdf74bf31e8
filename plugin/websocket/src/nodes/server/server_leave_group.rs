use super::action_result::{ActionResult, clients, group};
use super::constants as server_constants;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::nodes::sockets::error;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Leave Group.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Removes clients of a server from a group, or from all groups. A client that is not a member stays as it \
               is. `pulse` fires when none is a member any more, `failed` when there is no such client.";
    NodeInfo::action("websocket.server_leave_group", "WebSocket Server Leave Group", doc)
        .attribute(server())
        .input(clients("The clients to remove: a client id, or an Array of ids."))
        .input(group("The name of the group; empty means all groups."))
        .pulse_output("failed", "Failed", "There is no such client; `error` says which.")
        .output(Socket::new(
            "left",
            "Left",
            ValueType::Int,
            "How many of the given clients are now outside the group.",
        ))
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(LeaveGroup { server })
        })
        .check_constants(|check| server_constants::clients(check, "client"))
}

struct LeaveGroup {
    server: Arc<Server>,
}

impl Node for LeaveGroup {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let group = context.text(1)?;
        let clients = &self.server.clients;
        ActionResult::for_each_client(context.input(0), |id| clients.leave(id, group))
            .finish(context)
    }
}
