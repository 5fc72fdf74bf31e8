use super::announced::Announced;
use super::on_server_connect::client;
use super::on_stop::{by_me, code, reason, was_clean};
use super::server;
use crate::configured::Now;
use crate::listeners::Topic;
use pulsewire_plugin::{NodeInfo, NodeType};

/// On WebSocket Server Disconnect.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc =
        "Fires when a client of a server has gone, once for each On WebSocket Server Connect.";
    NodeInfo::event("websocket.on_server_disconnect", "On WebSocket Server Disconnect", doc)
        .attribute(server())
        .output(client())
        .output(code())
        .output(reason())
        .output(was_clean())
        .output(by_me())
        .create(move |setup| {
            let server = now.get().server(setup.attributes.text("configuration"))?;
            Ok(Announced::new(server, |server| &server.register, Topic::Disconnect, setup.emitter))
        })
}
