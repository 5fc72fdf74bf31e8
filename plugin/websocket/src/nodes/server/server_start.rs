use super::server;
use crate::endpoints::SharedEndpoints;
use crate::server::Server;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::sync::Arc;

/// WebSocket Server Start.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Starts a server and returns at once; On WebSocket Server Start fires when it is listening. Does nothing \
               if the server is already listening. If it is stopping, it starts again once it has stopped. If it cannot \
               listen, it tries again as `listen_retry` in its settings says; without that the run ends with status 1, \
               unless a graph handles On WebSocket Server Error.";
    NodeInfo::action("websocket.server_start", "WebSocket Server Start", doc)
        .attribute(server())
        .create(move |setup| {
            let server = endpoints.current().server(setup.attributes.text("configuration"))?;
            Ok(ServerStart { server })
        })
}

struct ServerStart {
    server: Arc<Server>,
}

impl Node for ServerStart {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let started = self.server.start();
        started.map_err(|error| NodeError::new("cannot_start", error))?;
        Ok(Flow::NEXT)
    }
}
