use super::announced::Announced;
use super::connection;
use super::on_error::{retry_in, will_retry};
use crate::configured::Now;
use crate::listeners::Topic;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

/// On WebSocket Stop.
pub(super) fn node_type(now: Now) -> NodeType {
    let doc = "Fires when an open connection has closed, whoever closed it, and when a WebSocket Client Stop has \
               ended an attempt to connect or the wait for one. Where `will_retry` is false, a WebSocket Client \
               Start behind it connects again.";
    NodeInfo::event("websocket.on_stop", "On WebSocket Stop", doc)
        .attribute(connection())
        .output(code())
        .output(reason())
        .output(was_clean())
        .output(by_me())
        .output(will_retry())
        .output(retry_in())
        .create(move |setup| {
            let client = now.get().client(setup.attributes.text("configuration"))?;
            Ok(Announced::new(client, |client| &client.register, Topic::Stop, setup.emitter))
        })
}

pub(super) fn code() -> Socket {
    let doc = "The other side's close code (RFC 6455 section 7.4); 1005 when its Close frame had none, 1006 when \
               none came. After an error of kind protocol, utf8, too_large, frame_too_large or \
               too_many_fragments the code that this side sent.";
    Socket::new("code", "Code", ValueType::Int, doc)
}

pub(super) fn reason() -> Socket {
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
