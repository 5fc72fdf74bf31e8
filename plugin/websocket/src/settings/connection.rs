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
    /// The name by which nodes pick it.
    #[schemars(length(min = 1))]
    pub(crate) name: String,
    /// Where the server is: `ws://host/path?query`, or `wss://` for TLS, with the port here or in `port`. What `${…}`
    /// stands for here and in the other settings of how to connect and open is looked up again for every attempt.
    #[schemars(length(min = 1))]
    pub(crate) url: String,
    /// The server's port, 1 to 65535; without one here or in `url` it is 80, for `wss://` 443.
    #[serde(default)]
    #[schemars(range(min = 1, max = 65_535))]
    pub(crate) port: Option<u16>,
    /// Whether it is started with the project, without a WebSocket Client Start.
    #[serde(default)]
    pub(crate) autostart: bool,
    /// Headers of the handshake request, besides those of the protocol itself.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// Headers whose values are in files, so that they may expire and be replaced: a path for each, which counts from
    /// the project's folder. Read for every attempt; the newline at the end is left out.
    #[serde(default)]
    pub(crate) header_files: BTreeMap<String, String>,
    /// Who we are, for the `Authorization` header.
    #[serde(default)]
    pub(crate) auth: Auth,
    /// Cookies to send, by name (RFC 6265).
    #[serde(default)]
    pub(crate) cookies: BTreeMap<String, Secret>,
    /// The `Origin` header (RFC 6455 section 10.2), as browsers send it: `https://example.com`.
    #[serde(default)]
    pub(crate) origin: Option<String>,
    /// How TLS is done for `wss://`.
    #[serde(default)]
    pub(crate) tls: ClientTls,
    /// The proxy to go through.
    #[serde(default)]
    pub(crate) proxy: Proxy,
    /// How often an answer that sends us elsewhere is followed, 0 to 20. Headers, cookies and credentials are sent to
    /// the host of the url alone, and `wss://` is not left for `ws://`.
    #[serde(default)]
    #[schemars(range(max = 20), extend("x-unit" = "redirects"))]
    pub(crate) max_redirects: u8,
    /// Subprotocols to ask for, the preferred one first (RFC 6455 section 1.9).
    #[serde(default)]
    pub(crate) subprotocols: Vec<String>,
    /// How long name look-up, TCP, proxy, TLS, handshake and redirects may take together, 1 to 3600000.
    #[serde(default = "default_connect_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) connect_timeout_ms: u64,
    /// How long the closing handshake may take before the connection is cut, 1 to 3600000.
    #[serde(default = "default_close_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) close_timeout_ms: u64,
    /// The largest message that may come in, 1 to 2 GiB; a larger one ends the connection with 1009.
    #[serde(default = "default_max_message")]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: usize,
    /// How much may wait to be sent.
    #[serde(default)]
    pub(crate) send_queue: SendQueue,
    /// What Send does while the connection is not open.
    #[serde(default)]
    pub(crate) when_closed: WhenClosed,
    /// How much may wait for the connection to open when `when_closed` is queue.
    #[serde(default)]
    pub(crate) closed_queue: ClosedQueue,
    /// How the connection is tried again when it cannot be opened or is lost. Without this section it is not.
    #[serde(default)]
    pub(crate) reconnect: Option<Reconnect>,
    /// The largest frame that may come in, 1 to 2 GiB; a larger one ends the connection with 1009. Without a number only
    /// `max_message_bytes` counts.
    #[serde(default)]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_frame_bytes: Option<usize>,
    /// In how many fragments a message may come in, 1 to 16777216; one more ends the connection with 1008. Without a
    /// number in any.
    #[serde(default)]
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
    pub(crate) max_fragments: Option<u32>,
    /// How long the head of the server's answer may be, 256 to 1048576.
    #[serde(default = "default_max_handshake")]
    #[schemars(range(min = 256, max = 1_048_576), extend("x-unit" = "bytes"))]
    pub(crate) max_handshake_bytes: usize,
    /// Messages above this size go out in fragments of this size (RFC 6455 section 5.4), 128 to 2 GiB, so that a
    /// large one does not hold up Pings. Without a number every message is one frame.
    #[serde(default)]
    #[schemars(range(min = 128, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Messages that are sent whenever the connection has opened, before anything else, in order.
    #[serde(default)]
    pub(crate) on_open: Vec<FixedMessage>,
    /// What keeps the connection alive and notices when the other side is gone. Without this section nothing does.
    #[serde(default)]
    pub(crate) keep_alive: Option<KeepAlive>,
    /// Compression of messages; without this section they go as they are.
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
