use super::{DEFAULT_MAX_BYTES, MOST_BYTES};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much may wait to be sent on an open connection, and what happens when a message does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SendQueue {
    /// How many messages may wait to be sent, from 1 to 16777216.
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "messages"))]
    pub(crate) max_messages: usize,
    /// How many bytes of messages may wait to be sent, from 1 to 2 GiB. A larger message is never sent.
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_bytes: usize,
    /// What happens when the other side reads slower than the graph sends and a message does not fit.
    pub(crate) when_full: WhenFull,
}

/// What happens with a message that does not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenFull {
    /// Send fires `failed`.
    #[default]
    Fail,
    /// The message is taken, and every connection and server whose messages start the sending graph stops reading
    /// until there is room, so that their senders have to wait. Timers and events of other graphs go on. What the graph
    /// sends in the meantime because of them, or of what it had read before, is taken as well: up to 65536 messages and
    /// 64 MiB above the limit, then Send fires `failed` and says so.
    Wait,
    /// The oldest messages that wait are thrown away; On WebSocket Error tells, with the kind dropped.
    DropOldest,
    /// The message is thrown away; On WebSocket Error tells, with the kind dropped.
    DropNewest,
}

impl Default for SendQueue {
    fn default() -> Self {
        Self { max_messages: 65_536, max_bytes: DEFAULT_MAX_BYTES, when_full: WhenFull::default() }
    }
}
