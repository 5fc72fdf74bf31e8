//! Sockets and attributes that several node types have.

use pulsewire_plugin::{Attribute, AttributeKind, Socket, ValueType};

/// The attribute that decides the kind of frame.
pub(super) fn sends_binary() -> Attribute {
    let doc = "The kind of frame: true sends a binary frame, false a text frame. Either takes a String or a \
               Binary; what goes into a text frame must be UTF-8.";
    Attribute::new("is_binary", "Is Binary", AttributeKind::Value(ValueType::Bool), false, doc)
}

/// The input of what is sent.
pub(super) fn outgoing_message() -> Socket {
    let doc = "What to send: a String or a Binary. An empty one is a message, too.";
    Socket::new("message", "Message", ValueType::Any, doc).with_default("")
}

/// The output that says why nothing was sent.
pub(super) fn error() -> Socket {
    let doc = "Why `failed` fired, for people.";
    Socket::new("error", "Error", ValueType::String, doc)
}

pub(super) fn received_message() -> Socket {
    Socket::new("message", "Message", ValueType::String, "The whole message; it may be empty.")
}

pub(super) fn was_binary() -> Socket {
    let doc = "Whether it came in a binary frame.";
    Socket::new("was_binary", "Was Binary", ValueType::Bool, doc)
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

pub(super) fn error_message() -> Socket {
    Socket::new("message", "Message", ValueType::String, "What happened, for people.")
}

pub(super) fn error_kind() -> Socket {
    let doc = "What happened, for the graph: one word of the list above.";
    Socket::new("kind", "Kind", ValueType::String, doc)
}

pub(super) fn close_code() -> Socket {
    let doc = "The other side's close code (RFC 6455 section 7.4); 1005 when its Close frame had none, 1006 when \
               none came. After an error of kind protocol, utf8, too_large, frame_too_large or \
               too_many_fragments the code that this side sent.";
    Socket::new("code", "Code", ValueType::Int, doc)
}

pub(super) fn close_reason() -> Socket {
    let doc = "The reason that came with the code; often empty.";
    Socket::new("reason", "Reason", ValueType::String, doc)
}

pub(super) fn was_clean() -> Socket {
    let doc = "Whether both sides have sent a Close frame.";
    Socket::new("was_clean", "Was Clean", ValueType::Bool, doc)
}

pub(super) fn by_me() -> Socket {
    let doc = "Whether a Stop or Disconnect node or the end of the program closed it.";
    Socket::new("by_me", "By Me", ValueType::Bool, doc)
}
