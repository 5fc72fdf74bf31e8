use super::{Compression, FixedMessage, KeepAlive, MAX_BYTES, SendQueue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings that apply at one path of a server; anything left out is taken from the server.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PathSettings {
    /// The most clients connected here at once, 1 to 1000000; others get status 503. They also count towards the
    /// server's `max_clients`.
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "clients"))]
    pub(crate) max_clients: Option<usize>,
    /// Subprotocols supported here.
    pub(crate) subprotocols: Option<Vec<String>>,
    /// Whether a client that offers none of the `subprotocols` gets status 400.
    pub(crate) require_subprotocol: Option<bool>,
    /// The web pages that may connect, by origin.
    pub(crate) allowed_origins: Option<Vec<String>>,
    /// Whether a page may connect only to the host and port that it came from.
    pub(crate) same_origin: Option<bool>,
    /// Whether a request without an origin gets status 403.
    pub(crate) require_origin: Option<bool>,
    /// Timeout for the closing handshake, after which the client is disconnected, 1 to 3600000.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) close_timeout_ms: Option<u64>,
    /// The largest incoming message, 1 to 2 GiB; a larger one closes the connection with 1009.
    #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: Option<usize>,
    /// Limits of the send queue of each client.
    pub(crate) send_queue: Option<SendQueue>,
    /// The largest incoming frame, 1 to 2 GiB; a larger one closes the connection with 1009.
    #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_frame_bytes: Option<usize>,
    /// The most fragments in an incoming message, 1 to 16777216; more close the connection with 1008.
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
    pub(crate) max_fragments: Option<u32>,
    /// Messages larger than this are sent in fragments of this size, 128 to 2 GiB.
    #[schemars(range(min = 128, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Compression of messages.
    pub(crate) compression: Option<Compression>,
    /// Messages sent to each new client, before any others, in order.
    pub(crate) on_open: Option<Vec<FixedMessage>>,
    /// Pings and messages that keep the connections alive and detect dead peers.
    pub(crate) keep_alive: Option<KeepAlive>,
}
