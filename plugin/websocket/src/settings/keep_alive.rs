use super::FixedMessage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What keeps an open connection alive and notices when the other side is gone. Without this section nothing is
/// sent, and a dead cable is not noticed until something is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KeepAlive {
    /// The time between two Pings (RFC 6455 section 5.5.2), 0 to 86400000; 0 sends none.
    #[schemars(range(max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) ping_interval_ms: u64,
    /// How long the other side may keep silent after a Ping, 1 to 3600000. When neither its Pong nor anything else
    /// came in, and it took nothing that waits to be sent, the connection ends with an error of kind keepalive.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) pong_timeout_ms: u64,
    /// A message that is sent when nothing else was sent for a while, for those who do not count Pings.
    pub(crate) message: Option<IdleMessage>,
}

/// A message that is sent when no other message was sent for a while.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdleMessage {
    /// What is sent.
    pub(crate) send: FixedMessage,
    /// After how long without another message it is sent, 1 to 86400000.
    #[serde(default = "default_time")]
    #[schemars(range(min = 1, max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) idle_ms: u64,
    /// The message that must come back; it is not given to the graph. Without it no answer is awaited.
    #[serde(default)]
    pub(crate) answer: Option<FixedMessage>,
    /// How long the answer may take, 1 to 3600000; after that the connection ends with an error of kind keepalive.
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

/// Below the 30 seconds after which the first proxies and routers forget a silent connection.
fn default_time() -> u64 {
    20_000
}
