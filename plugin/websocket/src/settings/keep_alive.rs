use super::FixedMessage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keeps an open connection alive and detects a dead peer. Without this section nothing is sent, and a broken
/// network is not noticed until something is sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KeepAlive {
    /// The interval between Pings (RFC 6455 section 5.5.2), 0 to 86400000; 0 sends none.
    #[schemars(range(max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) ping_interval_ms: u64,
    /// How long the peer may stay silent after a Ping, 1 to 3600000. If neither its Pong nor any other data arrives,
    /// and it accepts none of the data waiting to be sent, the connection ends with an error of kind keepalive.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) pong_timeout_ms: u64,
    /// A message sent after a time without other messages, for peers that do not count Pings.
    pub(crate) message: Option<IdleMessage>,
}

/// A message sent after a time without other messages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdleMessage {
    /// The message to send.
    pub(crate) send: FixedMessage,
    /// The time without other messages after which it is sent, 1 to 86400000.
    #[serde(default = "default_time")]
    #[schemars(range(min = 1, max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) idle_ms: u64,
    /// The expected answer; it is not passed to the graph. Without it no answer is expected. Given as `json`, it is any
    /// text message with this value, whatever its spaces and the order of its keys.
    #[serde(default)]
    pub(crate) answer: Option<FixedMessage>,
    /// Timeout for the answer, 1 to 3600000; after it the connection ends with an error of kind keepalive.
    #[serde(default = "default_time")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) answer_timeout_ms: u64,
}

impl Default for KeepAlive {
    fn default() -> Self {
        let time = default_time();
        Self { ping_interval_ms: time, pong_timeout_ms: time, message: None }
    }
}

/// Less than the 30 seconds after which the first proxies and routers drop an idle connection.
fn default_time() -> u64 {
    20_000
}
