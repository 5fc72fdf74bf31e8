use super::announced::Announced;
use super::on_error::{kind, message};
use super::server;
use crate::configured::Now;
use crate::kind::Kind;
use crate::listeners::Topic;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Server Error.
pub(super) fn node_type(now: Now) -> NodeType {
    let kinds = Kind::list(Kind::OF_SERVERS);
    let doc = format!(
        "Fires when a server could not listen, turned a client away, or a client's connection failed; in the last \
         case On WebSocket Server Disconnect fires next. The program goes on. Kinds: {kinds}."
    );
    NodeInfo::event("websocket.on_server_error", "On WebSocket Server Error", &doc)
        .attribute(server())
        .output(message())
        .output(kind())
        .output(Socket::new(
            "client",
            "Client",
            ValueType::String,
            "The id of the client; empty when it is not about one that was connected.",
        ))
        .create(move |setup| {
            let server = now.get().server(setup.attributes.text("configuration"))?;
            Ok(Announced::new(server, |server| &server.register, Topic::Error, setup.emitter))
        })
}
