use super::{
    Auth, ClientTls, ClosedQueue, Compression, DEFAULT_MAX_BYTES, FixedMessage, KeepAlive,
    MOST_BYTES, Proxy, Reconnect, Secret, SendQueue, WhenClosed,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A connection to a server.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connection {
    /// The name that nodes use to select this connection.
    #[schemars(length(min = 1))]
    pub(crate) name: String,
    /// The server's url: `ws://host/path?query`, or `wss://` for TLS, with the port here or in `port`. `${…}` here and
    /// in the other settings for connecting and opening is resolved again for every attempt.
    #[schemars(length(min = 1))]
    pub(crate) url: String,
    /// The server's port, 1 to 65535; without one here or in `url` it is 80, or 443 for `wss://`.
    #[serde(default)]
    #[schemars(range(min = 1, max = 65_535))]
    pub(crate) port: Option<u16>,
    /// Whether the connection opens when the project starts, without a WebSocket Client Start.
    #[serde(default)]
    pub(crate) autostart: bool,
    /// Additional headers of the handshake request.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// Headers whose values are read from files, so they can expire and be replaced: a path for each, relative to the
    /// project folder. Read for every attempt; a trailing newline is removed.
    #[serde(default)]
    pub(crate) header_files: BTreeMap<String, String>,
    /// Credentials for the `Authorization` header.
    #[serde(default)]
    pub(crate) auth: Auth,
    /// Cookies to send, by name (RFC 6265).
    #[serde(default)]
    pub(crate) cookies: BTreeMap<String, Secret>,
    /// The `Origin` header (RFC 6455 section 10.2), as browsers send it: `https://example.com`.
    #[serde(default)]
    pub(crate) origin: Option<String>,
    /// TLS settings for `wss://`.
    #[serde(default)]
    pub(crate) tls: ClientTls,
    /// The proxy to connect through.
    #[serde(default)]
    pub(crate) proxy: Proxy,
    /// The number of redirects to follow, 0 to 20. Headers, cookies and credentials are sent only to the host in the
    /// url, and a redirect from `wss://` to `ws://` is not followed.
    #[serde(default)]
    #[schemars(range(max = 20), extend("x-unit" = "redirects"))]
    pub(crate) max_redirects: u8,
    /// Subprotocols to offer, in order of preference (RFC 6455 section 1.9).
    #[serde(default)]
    pub(crate) subprotocols: Vec<String>,
    /// Timeout for name lookup, TCP, proxy, TLS, handshake and redirects together, 1 to 3600000.
    #[serde(default = "default_connect_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) connect_timeout_ms: u64,
    /// Timeout for the closing handshake, after which the connection is dropped, 1 to 3600000.
    #[serde(default = "default_close_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) close_timeout_ms: u64,
    /// The largest incoming message, 1 to 2 GiB; a larger one closes the connection with 1009.
    #[serde(default = "default_max_message")]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: usize,
    /// Limits of the send queue.
    #[serde(default)]
    pub(crate) send_queue: SendQueue,
    /// What Send does while the connection is not open.
    #[serde(default)]
    pub(crate) when_closed: WhenClosed,
    /// Limits of the queue for messages sent before the connection opens, if `when_closed` is queue.
    #[serde(default)]
    pub(crate) closed_queue: ClosedQueue,
    /// How to reconnect when the connection cannot be opened or is lost. Without this section it does not reconnect.
    #[serde(default)]
    pub(crate) reconnect: Option<Reconnect>,
    /// The largest incoming frame, 1 to 2 GiB; a larger one closes the connection with 1009. Without it only
    /// `max_message_bytes` applies.
    #[serde(default)]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_frame_bytes: Option<usize>,
    /// The most fragments in an incoming message, 1 to 16777216; more close the connection with 1008. Without it there
    /// is no limit.
    #[serde(default)]
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
    pub(crate) max_fragments: Option<u32>,
    /// The largest header section of the server's response, 256 to 1048576.
    #[serde(default = "default_max_handshake")]
    #[schemars(range(min = 256, max = 1_048_576), extend("x-unit" = "bytes"))]
    pub(crate) max_handshake_bytes: usize,
    /// Messages larger than this are sent in fragments of this size (RFC 6455 section 5.4), 128 to 2 GiB, so that a
    /// large one does not delay Pings. Without it every message is one frame.
    #[serde(default)]
    #[schemars(range(min = 128, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Messages sent whenever the connection has opened, before any others, in order.
    #[serde(default)]
    pub(crate) on_open: Vec<FixedMessage>,
    /// Pings and messages that keep the connection alive and detect a dead peer. Without this section there are none.
    #[serde(default)]
    pub(crate) keep_alive: Option<KeepAlive>,
    /// Compression of messages; without this section they are sent uncompressed.
    #[serde(default)]
    pub(crate) compression: Option<Compression>,
}

pub(super) fn default_connect_timeout() -> u64 {
    10_000
}

pub(super) fn default_close_timeout() -> u64 {
    5_000
}

pub(super) fn default_max_message() -> usize {
    DEFAULT_MAX_BYTES
}

pub(super) fn default_max_handshake() -> usize {
    64 << 10
}
