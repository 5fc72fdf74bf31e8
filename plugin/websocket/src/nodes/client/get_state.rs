use super::connection;
use crate::client::Client;
use crate::endpoints::SharedEndpoints;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

/// Get WebSocket State.
pub(super) fn node_type(endpoints: SharedEndpoints) -> NodeType {
    let doc = "Tells what a connection is doing, what was agreed when it last opened, and what went through it since \
               the project was started.";
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
        let (state, counts, agreed) = (handle.state.get(), handle.counts(), client.agreed());
        context.set(0, state.to_string());
        context.set(1, handle.state.since());
        context.set(2, agreed.subprotocol);
        context.set(3, agreed.extensions);
        context.set(4, i64::from(agreed.attempt));
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
            "Since when, in milliseconds since 1970, UTC; 0 when it was never started.",
        ),
        text(
            "subprotocol",
            "Subprotocol",
            "The subprotocol of the last opening; empty when there was none.",
        ),
        text(
            "extensions",
            "Extensions",
            "The extensions of the last opening; empty when there were none.",
        ),
        int("attempt", "Attempt", "Which attempt the last opening was; 0 when it was never open."),
        int("messages_in", "Messages In", "Messages that came in."),
        int("messages_out", "Messages Out", "Messages that went out."),
        int("bytes_in", "Bytes In", "Bytes of messages that came in."),
        int("bytes_out", "Bytes Out", "Bytes of messages that went out."),
        int("errors", "Errors", "Errors that On WebSocket Error told."),
        int(
            "reconnects",
            "Reconnects",
            "How often it was opened again without a WebSocket Client Start.",
        ),
        int(
            "dropped",
            "Dropped",
            "Messages that were taken and never sent: no room, or the connection ended.",
        ),
        int("waiting", "Waiting", "Messages that wait to be sent now."),
        int("most_waiting", "Most Waiting", "The most messages that waited at the same time."),
    ]
}

const STATES: &str =
    "closed, starting (it is being opened), open, closing, or waiting (it will be tried again).";
