use super::connection;
use crate::client::Client;
use crate::endpoints::SharedEndpoints;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// Get WebSocket State.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Returns the state of a connection, what was negotiated when it last opened, and its counters since the \
               project started.";
    let info = NodeInfo::value("websocket.get_state", "Get WebSocket State", doc);
    let info = info.attribute(connection());
    let info = outputs().into_iter().fold(info, NodeInfo::output);
    info.create(move |setup| {
        let client = endpoints.current().client(setup.attributes.text("configuration"))?;
        Ok(GetState { client })
    })
}

struct GetState {
    client: Arc<Client>,
}

impl Node for GetState {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (client, handle) = (&self.client, &self.client.handle);
        let (state, counts, opening) = (handle.state.get(), handle.counts(), client.last_opening());
        context.set(0, state.to_string());
        context.set(1, handle.state.since());
        context.set(2, opening.subprotocol);
        context.set(3, opening.extensions);
        context.set(4, i64::from(opening.attempt));
        let counters = [
            counts.messages_in,
            counts.messages_out,
            counts.bytes_in,
            counts.bytes_out,
            counts.errors,
            counts.reconnects,
            counts.dropped(),
            counts.waiting,
            counts.most_waiting,
        ];
        for (at, counter) in counters.into_iter().enumerate() {
            context.set(5 + at, i64::try_from(counter).unwrap_or(i64::MAX));
        }
        Ok(Flow::NEXT)
    }
}

fn outputs() -> Vec<Socket> {
    let text = |id, title, doc| Socket::new(id, title, ValueType::String, doc);
    let int = |id, title, doc| Socket::new(id, title, ValueType::Int, doc);
    vec![
        text("state", "State", STATES),
        int(
            "since",
            "Since (ms)",
            "When the connection entered this state, in milliseconds since 1970, UTC; 0 when it was never started.",
        ),
        text(
            "subprotocol",
            "Subprotocol",
            "The subprotocol negotiated when the connection last opened; empty when there was none.",
        ),
        text(
            "extensions",
            "Extensions",
            "The extensions negotiated when the connection last opened; empty when there were none.",
        ),
        int(
            "attempt",
            "Attempt",
            "The attempt that last opened the connection; 0 when it was never open.",
        ),
        int("messages_in", "Messages In", "Messages received."),
        int("messages_out", "Messages Out", "Messages sent."),
        int("bytes_in", "Bytes In", "Bytes of messages received."),
        int("bytes_out", "Bytes Out", "Bytes of messages sent."),
        int("errors", "Errors", "Errors reported by On WebSocket Error."),
        int(
            "reconnects",
            "Reconnects",
            "How often the connection was opened again without a WebSocket Client Start.",
        ),
        int(
            "dropped",
            "Dropped",
            "Messages accepted but never sent: the queue was full, or the connection ended.",
        ),
        int("waiting", "Waiting", "Messages waiting to be sent."),
        int("most_waiting", "Most Waiting", "The highest number of messages that waited at once."),
    ]
}

const STATES: &str =
    "closed, starting (opening), open, closing, or waiting (until the next attempt to reconnect).";
