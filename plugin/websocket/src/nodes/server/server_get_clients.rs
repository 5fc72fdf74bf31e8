use super::action_result::group;
use super::server;
use crate::endpoints::SharedEndpoints;
use crate::server::{Client, Server, client_id};
use pulsewire_plugin::{
    Array, Context, Dictionary, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Text, Value,
    ValueType,
};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// WebSocket Server Get Clients.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Returns the clients connected to a server, or the members of one of its groups, in the order in which \
               they connected.";
    NodeInfo::value("websocket.server_get_clients", "WebSocket Server Get Clients", doc)
        .attribute(server())
        .input(group("The name of a group; empty returns every client."))
        .output(Socket::new("clients", "Clients", ValueType::Array, "The ids of the clients."))
        .output(data())
        .output(Socket::new("count", "Count", ValueType::Int, "The number of clients."))
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(GetClients { server })
        })
}

fn data() -> Socket {
    let doc = "Details of each client, by its id: `remote_address` (IP address and port), `path` (with the query), \
               `subprotocol`, `since` (when it connected, in milliseconds since 1970, UTC), `groups` (their names), \
               `messages_in`, `messages_out`, `bytes_in`, `bytes_out`, \
               `waiting` (messages waiting to be sent).";
    Socket::new("data", "Data", ValueType::Dictionary, doc)
}

struct GetClients {
    server: Arc<Server>,
}

impl Node for GetClients {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (mut ids, mut known) = (Vec::new(), Vec::new());
        let group = context.text(0)?;
        self.server.clients.for_each_open(|number, client| {
            if group.is_empty() || client.groups.contains(group.as_str()) {
                let id = client_id(number);
                ids.push(Value::from(id.clone()));
                known.push((id, describe(client)));
            }
        });
        context.set(2, i64::try_from(ids.len()).unwrap_or(i64::MAX));
        context.set(0, Array::from(ids));
        context.set(1, Dictionary::from_iter(known));
        Ok(Flow::NEXT)
    }
}

fn describe(client: &Client) -> Value {
    let since = client.since.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let groups = client.groups.iter().map(|group| Value::from(&**group));
    let counts = client.handle.counts();
    let count = |count: u64| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let known = [
        ("remote_address", client.remote.to_string().into()),
        ("path", Value::from(&*client.path)),
        ("subprotocol", Value::from(&*client.subprotocol)),
        ("since", Value::Int(i64::try_from(since).unwrap_or(i64::MAX))),
        ("groups", Array::from_iter(groups).into()),
        ("messages_in", count(counts.messages_in)),
        ("messages_out", count(counts.messages_out)),
        ("bytes_in", count(counts.bytes_in)),
        ("bytes_out", count(counts.bytes_out)),
        ("waiting", count(counts.waiting)),
    ];
    Dictionary::from_iter(known.map(|(name, value)| (Text::from_static(name), value))).into()
}
