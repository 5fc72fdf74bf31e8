use super::announced::Announced;
use super::connection;
use crate::configured::Now;
use crate::kind::Kind;
use crate::listeners::Topic;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Error.
pub(super) fn node_type(now: Now) -> NodeType {
    let kinds = Kind::list(Kind::OF_CLIENTS);
    let doc = format!(
        "Fires when a connection could not be opened or has failed; when it was open and is not any more, On WebSocket \
         Stop fires next. The program goes on. Kinds: {kinds}."
    );
    NodeInfo::event("websocket.on_error", "On WebSocket Error", &doc)
        .attribute(connection())
        .output(message())
        .output(kind())
        .output(will_retry())
        .output(Socket::new(
            "attempt",
            "Attempt",
            ValueType::Int,
            "Which attempt since the last WebSocket Client Start it was, from 1. A connection that was open for \
             `stable_after_ms` begins at 1 anew.",
        ))
        .output(retry_in())
        .create(move |setup| {
            let client = now.get().client(setup.attributes.text("configuration"))?;
            Ok(Announced::new(client, |client| &client.register, Topic::Error, setup.emitter))
        })
}

pub(super) fn will_retry() -> Socket {
    let doc = "Whether the connection is tried again by itself, as `reconnect` of the settings says. A WebSocket \
               Client Start until then changes url and headers of that attempt.";
    Socket::new("will_retry", "Will Retry", ValueType::Bool, doc)
}

pub(super) fn retry_in() -> Socket {
    let doc = "How long until the next attempt, in seconds; 0 when there is none.";
    Socket::new("retry_in", "Retry In", ValueType::Float, doc)
}

pub(super) fn message() -> Socket {
    Socket::new("message", "Message", ValueType::String, "What happened, for people.")
}

pub(super) fn kind() -> Socket {
    let doc = "What happened, for the graph: one word of the list above.";
    Socket::new("kind", "Kind", ValueType::String, doc)
}
