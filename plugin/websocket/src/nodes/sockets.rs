//! Sockets and attributes that several node types have.

use pulsewire_plugin::{Attribute, AttributeKind, Socket, ValueType};

/// The attribute that selects the frame type.
pub(super) fn sends_binary() -> Attribute {
    let doc = "The frame type: true sends a binary frame, false a text frame. Both accept a String or a Binary; the \
               payload of a text frame must be valid UTF-8.";
    Attribute::new("is_binary", "Is Binary", AttributeKind::Value(ValueType::Bool), false, doc)
}

/// The input for the message to send.
pub(super) fn outgoing_message() -> Socket {
    let doc = "The message to send: a String or a Binary. It may be empty.";
    Socket::new("message", "Message", ValueType::Any, doc).with_default("")
}

/// The output for the reason of a failure.
pub(super) fn error() -> Socket {
    let doc = "Why `failed` fired, as readable text.";
    Socket::new("error", "Error", ValueType::String, doc)
}

pub(super) fn received_message() -> Socket {
    Socket::new("message", "Message", ValueType::String, "The complete message; may be empty.")
}

pub(super) fn was_binary() -> Socket {
    let doc = "Whether the message arrived in a binary frame.";
    Socket::new("was_binary", "Was Binary", ValueType::Bool, doc)
}

pub(super) fn will_retry() -> Socket {
    let doc = "Whether the connection reconnects on its own, as `reconnect` in the settings says. Until then, a \
               WebSocket Client Start can change the url and headers of that attempt.";
    Socket::new("will_retry", "Will Retry", ValueType::Bool, doc)
}

pub(super) fn retry_in() -> Socket {
    let doc = "The time until the next attempt, in seconds; 0 when there is none.";
    Socket::new("retry_in", "Retry In", ValueType::Float, doc)
}

pub(super) fn error_message() -> Socket {
    Socket::new("message", "Message", ValueType::String, "What happened, as readable text.")
}

pub(super) fn error_kind() -> Socket {
    let doc = "The kind of error, for the graph to compare: one word of the list above.";
    Socket::new("kind", "Kind", ValueType::String, doc)
}

pub(super) fn close_code() -> Socket {
    let doc = "The peer's close code (RFC 6455 section 7.4); 1005 when its Close frame had none, 1006 when no Close \
               frame arrived. After an error of kind protocol, utf8, too_large, frame_too_large or \
               too_many_fragments, the code that this side sent.";
    Socket::new("code", "Code", ValueType::Int, doc)
}

pub(super) fn close_reason() -> Socket {
    let doc = "The reason sent with the code; often empty.";
    Socket::new("reason", "Reason", ValueType::String, doc)
}

pub(super) fn stop_cause() -> Socket {
    let doc = "Why it stopped, for the graph to compare: peer (the peer closed the connection), stop (a Stop or \
               Disconnect node), error (the connection failed) or ending (the run ends; a Start has no effect any more).";
    Socket::new("cause", "Cause", ValueType::String, doc)
}

pub(super) fn was_clean() -> Socket {
    let doc = "Whether both sides sent a Close frame.";
    Socket::new("was_clean", "Was Clean", ValueType::Bool, doc)
}

pub(super) fn by_me() -> Socket {
    let doc = "Whether a Stop or Disconnect node or the end of the program closed the connection.";
    Socket::new("by_me", "By Me", ValueType::Bool, doc)
}
