use super::MAX_BYTES;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What Send does while the connection is not open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenClosed {
    /// Send fires `failed`.
    #[default]
    Fail,
    /// Messages wait in `closed_queue` and are sent in order when the connection opens. Messages that were not
    /// handed to the system when a connection ended also wait, and go first. No message is sent twice; one that
    /// was handed to the system when the connection broke may be lost.
    Queue,
}

/// The queue for messages sent before the connection opens, if `when_closed` is queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClosedQueue {
    /// The most messages that may wait, 1 to 16777216.
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "messages"))]
    pub(crate) max_messages: usize,
    /// The most bytes of messages that may wait, 1 to 2 GiB. A larger message is rejected: Send fires `failed`.
    #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_bytes: usize,
    /// What happens when a message does not fit.
    pub(crate) when_full: WhenClosedFull,
}

/// What happens to a message that does not fit while the connection is not open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhenClosedFull {
    /// Drops the oldest waiting messages; On WebSocket Error fires with the kind dropped.
    #[default]
    DropOldest,
    /// Drops the message; On WebSocket Error fires with the kind dropped.
    DropNewest,
    /// Send fires `failed`.
    Fail,
}

impl Default for ClosedQueue {
    fn default() -> Self {
        Self { max_messages: 10_000, max_bytes: 16 << 20, when_full: WhenClosedFull::default() }
    }
}
