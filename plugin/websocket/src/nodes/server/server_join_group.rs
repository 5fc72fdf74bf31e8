use super::action_result::{ActionResult, clients, group};
use super::constants as server_constants;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::error::ActionError;
use crate::nodes::sockets::error;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// WebSocket Server Join Group.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Adds clients of a server to a group, for WebSocket Server Send to Group. A group exists while it has \
               members; a client leaves its groups when it disconnects. A client may join before its request is \
               accepted. `pulse` fires when all are members, `failed` when a client is not: it has disconnected or \
               is already in `max_groups_per_client` groups.";
    NodeInfo::action("websocket.server_join_group", "WebSocket Server Join Group", doc)
        .attribute(server())
        .input(clients("The clients to add: a client id, or an Array of ids."))
        .input(group("The name of the group; must not be empty."))
        .pulse_output("failed", "Failed", "Some clients did not join; `error` says why.")
        .output(Socket::new(
            "joined",
            "Joined",
            ValueType::Int,
            "How many of the given clients are now in the group.",
        ))
        .output(error())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(JoinGroup { server })
        })
        .check_constants(|check| {
            server_constants::clients(check, "client");
            server_constants::group(check);
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
            false => ActionResult::for_each_client(context.input(0), |id| {
                self.server.clients.join(id, group)
            }),
        };
        result.finish(context)
    }
}
