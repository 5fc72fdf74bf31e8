use super::announced::Announced;
use super::server;
use crate::configured::Now;
use crate::listeners::Topic;
use pulsewire_plugin::{NodeInfo, NodeType};

/// On WebSocket Server Stop.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc = "Fires when a server that listened has stopped and its last client has gone.";
    NodeInfo::event("websocket.on_server_stop", "On WebSocket Server Stop", doc)
        .attribute(server())
        .create(move |setup| {
            let server = now.get().server(setup.attributes.text("configuration"))?;
            Ok(Announced::new(server, |server| &server.register, Topic::Stop, setup.emitter))
        })
}
