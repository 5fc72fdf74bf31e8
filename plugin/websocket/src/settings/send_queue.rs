use super::{DEFAULT_MAX_BYTES, MAX_BYTES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Limits of the queue of messages to send on an open connection, and what happens when a message does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SendQueue {
    /// The most messages that may wait to be sent, 1 to 16777216.
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "messages"))]
    pub(crate) max_messages: usize,
    /// The most bytes of messages that may wait to be sent, 1 to 2 GiB. A larger message is never sent.
    #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_bytes: usize,
    /// What happens when the peer reads more slowly than the graph sends and a message does not fit.
    pub(crate) when_full: WhenFull,
}

/// What happens to a message that does not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenFull {
    /// Send fires `failed`.
    #[default]
    Fail,
    /// The message is accepted, and every connection and server whose messages trigger the sending graph stops reading
    /// until there is room, so their senders have to wait. Timers and events of other graphs continue. Messages that
    /// the graph sends meanwhile, because of those or of data already read, are also accepted: up to 65536 messages and
    /// 64 MiB above the limit; beyond that Send fires `failed`, with an error that says so.
    Wait,
    /// Drops the oldest waiting messages; On WebSocket Error fires with the kind dropped.
    DropOldest,
    /// Drops the message; On WebSocket Error fires with the kind dropped.
    DropNewest,
}

impl Default for SendQueue {
    fn default() -> Self {
        Self { max_messages: 65_536, max_bytes: DEFAULT_MAX_BYTES, when_full: WhenFull::default() }
    }
}
