use super::connection;
use crate::endpoints::SharedEndpoints;
use crate::events::Topic;
use crate::nodes::event_node::EventNode;
use crate::nodes::sockets::{
    by_me, close_code, close_reason, retry_in, stop_cause, was_clean, will_retry,
};
use pulsewire_plugin::{NodeInfo, NodeType};

/// On WebSocket Stop.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Fires when an open connection has closed, whichever side closed it, and when a WebSocket Client Stop has \
               cancelled an attempt to connect or the wait for one. If `will_retry` is false, trigger a WebSocket \
               Client Start from here to connect again; \
               that has no effect when the run ends (`cause` is ending).";
    NodeInfo::event("websocket.on_stop", "On WebSocket Stop", doc)
        .attribute(connection())
        .output(close_code())
        .output(close_reason())
        .output(was_clean())
        .output(by_me())
        .output(will_retry())
        .output(retry_in())
        .output(stop_cause())
        .create(move |setup| {
            let client = endpoints.current().client(setup.attributes.text("configuration"))?;
            Ok(EventNode::new(client, |client| &client.listeners, Topic::Stop, setup.emitter))
        })
}
