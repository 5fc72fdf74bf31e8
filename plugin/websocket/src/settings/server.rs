use super::connection::{
    default_close_timeout, default_connect_timeout, default_max_handshake, default_max_message,
};
use super::{
    Compression, FixedMessage, HttpAnswer, KeepAlive, MOST_BYTES, Path, SendQueue, ServerTls,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A server that listens for clients.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)]
pub(crate) struct Server {
    /// The name that nodes use to select this server.
    #[schemars(length(min = 1))]
    pub(crate) name: String,
    /// The address or host name to listen on. Anyone who can reach it can connect: `0.0.0.0` listens on all interfaces.
    #[serde(default = "default_host")]
    #[schemars(length(min = 1))]
    pub(crate) host: String,
    /// The port to listen on, 0 to 65535; 0 lets the system choose one, which On WebSocket Server Start reports.
    pub(crate) port: u16,
    /// The path at which clients are accepted: `/feed`, or `/rooms/*` for every path below it; others get status 404.
    /// Without `path` and `paths` every path is accepted.
    #[serde(default)]
    pub(crate) path: Option<String>,
    /// Paths with their own settings, each written like `path`. The longest that matches a request applies.
    #[serde(default)]
    pub(crate) paths: BTreeMap<String, Path>,
    /// TLS settings; with this section the server accepts only `wss://`.
    #[serde(default)]
    pub(crate) tls: Option<ServerTls>,
    /// Whether the server starts when the project starts, without a WebSocket Server Start.
    #[serde(default)]
    pub(crate) autostart: bool,
    /// The most clients connected at once, 1 to 1000000; others get status 503.
    #[serde(default = "default_max_clients")]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "clients"))]
    pub(crate) max_clients: usize,
    /// The most clients of one IP address connected at once, 1 to 1000000; others get status 429. In addition, an
    /// address may have that many and 16 more handshakes in progress; further connections are closed at once. Behind a
    /// proxy all clients have the proxy's address. Without it only `max_clients` and `max_handshakes` apply.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "clients"))]
    pub(crate) max_clients_per_address: Option<usize>,
    /// The most handshakes in progress at once, 1 to 100000: connections that are not yet clients, as in most attacks.
    /// Further connections are closed at once, and On WebSocket Server Error fires with the kind full, at most once a
    /// second. Each handshake may use `max_handshake_bytes` of memory and last `handshake_timeout_ms`.
    #[serde(default = "default_max_handshakes")]
    #[schemars(range(min = 1, max = 100_000), extend("x-unit" = "handshakes"))]
    pub(crate) max_handshakes: usize,
    /// Supported subprotocols: the first one in the client's list that is among them is used.
    #[serde(default)]
    pub(crate) subprotocols: Vec<String>,
    /// Whether a client that offers none of the `subprotocols` gets status 400; otherwise it is accepted without one.
    #[serde(default)]
    pub(crate) require_subprotocol: bool,
    /// The web pages that may connect, by origin: `https://example.com`, `https://*.example.com`, or `null` for files
    /// and sandboxed pages; others get status 403. Programs other than browsers send no origin and are accepted. Empty
    /// allows every page.
    #[serde(default)]
    pub(crate) allowed_origins: Vec<String>,
    /// Whether a page may connect only to the host and port that it came from; others get status 403. A `Host` without
    /// a port means the default port of the page's scheme.
    #[serde(default)]
    pub(crate) same_origin: bool,
    /// Whether a request without an origin, as sent by programs other than browsers, gets status 403.
    #[serde(default)]
    pub(crate) require_origin: bool,
    /// Timeout for a client's request, and again for the graph's answer to On WebSocket Server Request, 1 to 3600000.
    /// A client that is too slow gets status 408, one without an answer 504.
    #[serde(default = "default_connect_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) handshake_timeout_ms: u64,
    /// A path that answers plain HTTP with status 200 while the server is listening, for health checks.
    #[serde(default)]
    pub(crate) health_path: Option<String>,
    /// The response to plain HTTP at every other path. Without it status 426, and On WebSocket Server Error fires.
    #[serde(default)]
    pub(crate) http_answer: Option<HttpAnswer>,
    /// Timeout for the closing handshake, after which the client is disconnected, 1 to 3600000.
    #[serde(default = "default_close_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) close_timeout_ms: u64,
    /// Timeout for stopping, after which the remaining clients are disconnected, 1 to 3600000; when the program ends,
    /// no longer than the program's own timeout.
    #[serde(default = "default_stop_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) stop_timeout_ms: u64,
    /// The most groups that one client may be in, 1 to 1000000.
    #[serde(default = "default_max_groups")]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "groups"))]
    pub(crate) max_groups_per_client: usize,
    /// The largest incoming message, 1 to 2 GiB; a larger one closes the connection with 1009.
    #[serde(default = "default_max_message")]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: usize,
    /// Limits of the send queue of each client.
    #[serde(default)]
    pub(crate) send_queue: SendQueue,
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
    /// The largest header section of a client's request, 256 to 1048576; a larger one gets status 431.
    #[serde(default = "default_max_handshake")]
    #[schemars(range(min = 256, max = 1_048_576), extend("x-unit" = "bytes"))]
    pub(crate) max_handshake_bytes: usize,
    /// Messages larger than this are sent in fragments of this size (RFC 6455 section 5.4), 128 to 2 GiB, so that a
    /// large one does not delay Pings. Without it every message is one frame.
    #[serde(default)]
    #[schemars(range(min = 128, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Messages sent to each new client, before any others, in order.
    #[serde(default)]
    pub(crate) on_open: Vec<FixedMessage>,
    /// Pings and messages that keep the connections alive and detect dead peers. Without this section there are none.
    #[serde(default)]
    pub(crate) keep_alive: Option<KeepAlive>,
    /// Compression of messages; without this section they are sent uncompressed.
    #[serde(default)]
    pub(crate) compression: Option<Compression>,
}

fn default_host() -> String {
    "127.0.0.1".to_owned()
}

fn default_max_clients() -> usize {
    10_000
}

fn default_max_handshakes() -> usize {
    1_024
}

fn default_stop_timeout() -> u64 {
    5_000
}

fn default_max_groups() -> usize {
    256
}
