use super::action_result::{ActionResult, clients, group};
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::error::ActionError;
use crate::nodes::sockets::error;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Join Group.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Puts clients of a server into a group, for WebSocket Server Send to Group. A group is there as long \
               as it has members; a client leaves its groups when it disconnects. A client whose request waits for \
               Accept may join before. `pulse` fires when all are in, `failed` when one is not: it has left, or is \
               in `max_groups_per_client` already.";
    NodeInfo::action("websocket.server_join_group", "WebSocket Server Join Group", doc)
        .attribute(server())
        .input(clients("Who: the id of a client, or an Array of ids."))
        .input(group("The name of the group; any text but the empty one."))
        .pulse_output("failed", "Failed", "Not all have joined; `error` says why.")
        .output(Socket::new(
            "joined",
            "Joined",
            ValueType::Int,
            "How many are in the group now, of those named.",
        ))
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(JoinGroup { server })
        })
}

struct JoinGroup {
    server: Arc<Server>,
}

impl Node for JoinGroup {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let group = context.text(1)?;
        let result = match group.is_empty() {
            true => ActionResult::none(ActionError::EmptyGroupName),
            false => {
                ActionResult::of_each(context.input(0), |id| self.server.clients.join(id, group))
            }
        };
        result.give(context)
    }
}
