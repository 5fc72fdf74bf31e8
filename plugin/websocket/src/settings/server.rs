use super::connection::{
    default_close_timeout, default_connect_timeout, default_max_handshake, default_max_message,
};
use super::{
    Compression, FixedMessage, HttpAnswer, KeepAlive, MOST_BYTES, Path, SendQueue, ServerTls,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A server that listens.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)]
pub(crate) struct Server {
    /// The name by which nodes pick it.
    #[schemars(length(min = 1))]
    pub(crate) name: String,
    /// The address or host name to listen on. Whoever can reach it can connect: `0.0.0.0` is everybody.
    #[serde(default = "default_host")]
    #[schemars(length(min = 1))]
    pub(crate) host: String,
    /// The port to listen on, 0 to 65535; 0 lets the system choose one, which On WebSocket Server Start tells.
    pub(crate) port: u16,
    /// A path at which clients are accepted: `/feed`, or `/rooms/*` for all that begin so; others get 404. Without
    /// it and without `paths` every path is accepted.
    #[serde(default)]
    pub(crate) path: Option<String>,
    /// Paths with settings of their own, each written like `path`. The longest that fits a request counts.
    #[serde(default)]
    pub(crate) paths: BTreeMap<String, Path>,
    /// How TLS is done; with it the server speaks `wss://` only.
    #[serde(default)]
    pub(crate) tls: Option<ServerTls>,
    /// Whether it is started with the project, without a WebSocket Server Start.
    #[serde(default)]
    pub(crate) autostart: bool,
    /// How many clients may be connected at once, 1 to 1000000; others get 503.
    #[serde(default = "default_max_clients")]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "clients"))]
    pub(crate) max_clients: usize,
    /// How many clients of one IP address may be connected at once, 1 to 1000000; others get 429. As many handshakes of
    /// one address and 16 more may be under way besides; a connection beyond is closed at once. Behind a proxy all have
    /// the proxy's address. Without it only `max_clients` and `max_handshakes` count.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "clients"))]
    pub(crate) max_clients_per_address: Option<usize>,
    /// How many handshakes may be under way at once, 1 to 100000: connections that are not yet clients, as most of an
    /// attack are. One beyond is closed at once, and On WebSocket Server Error tells of those with the kind full, at most
    /// once a second. Each may take `max_handshake_bytes` of memory and `handshake_timeout_ms`.
    #[serde(default = "default_max_handshakes")]
    #[schemars(range(min = 1, max = 100_000), extend("x-unit" = "handshakes"))]
    pub(crate) max_handshakes: usize,
    /// Subprotocols that it speaks: a client gets the first of its own list that is among them.
    #[serde(default)]
    pub(crate) subprotocols: Vec<String>,
    /// Whether a client that asks for none of the `subprotocols` gets 400; else it is taken without one.
    #[serde(default)]
    pub(crate) require_subprotocol: bool,
    /// The web pages that may connect, by their origin: `https://example.com`, `https://*.example.com`, or `null` for
    /// files and sandboxes; others get 403. Programs that are not browsers send no origin and pass. Empty: every page
    /// may.
    #[serde(default)]
    pub(crate) allowed_origins: Vec<String>,
    /// Whether a page may only connect to the host and port that it came from; others get 403. A `Host` without a
    /// port means the usual one of the page's scheme.
    #[serde(default)]
    pub(crate) same_origin: bool,
    /// Whether a request without an origin gets 403, as programs that are not browsers make it.
    #[serde(default)]
    pub(crate) require_origin: bool,
    /// How long a client may take for its request, and then the graph to answer On WebSocket Server Request,
    /// 1 to 3600000. A client that is too slow gets 408, one without an answer 504.
    #[serde(default = "default_connect_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) handshake_timeout_ms: u64,
    /// A path at which plain HTTP is answered with 200 while the server listens: for those who watch over it.
    #[serde(default)]
    pub(crate) health_path: Option<String>,
    /// What plain HTTP gets at every other path. Without it 426, and On WebSocket Server Error fires.
    #[serde(default)]
    pub(crate) http_answer: Option<HttpAnswer>,
    /// How long the closing handshake may take before a client is cut off, 1 to 3600000.
    #[serde(default = "default_close_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) close_timeout_ms: u64,
    /// How long a stop may take before the clients that are left are cut off, 1 to 3600000; at the
    /// end of the program no longer than the program itself has.
    #[serde(default = "default_stop_timeout")]
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) stop_timeout_ms: u64,
    /// How many groups one client may be in, 1 to 1000000.
    #[serde(default = "default_max_groups")]
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "groups"))]
    pub(crate) max_groups_per_client: usize,
    /// The largest message that may come in, 1 to 2 GiB; a larger one ends the client with 1009.
    #[serde(default = "default_max_message")]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: usize,
    /// How much may wait to be sent to each client.
    #[serde(default)]
    pub(crate) send_queue: SendQueue,
    /// The largest frame that may come in, 1 to 2 GiB; a larger one ends the client with 1009. Without a number only
    /// `max_message_bytes` counts.
    #[serde(default)]
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_frame_bytes: Option<usize>,
    /// In how many fragments a message may come in, 1 to 16777216; one more ends the client with 1008. Without a
    /// number in any.
    #[serde(default)]
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
    pub(crate) max_fragments: Option<u32>,
    /// How long the head of a client's request may be, 256 to 1048576; a longer one gets 431.
    #[serde(default = "default_max_handshake")]
    #[schemars(range(min = 256, max = 1_048_576), extend("x-unit" = "bytes"))]
    pub(crate) max_handshake_bytes: usize,
    /// Messages above this size go out in fragments of this size (RFC 6455 section 5.4), 128 to 2 GiB, so that a
    /// large one does not hold up Pings. Without a number every message is one frame.
    #[serde(default)]
    #[schemars(range(min = 128, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Messages that are sent to each client that has connected, before anything else, in order.
    #[serde(default)]
    pub(crate) on_open: Vec<FixedMessage>,
    /// What keeps each client's connection alive and notices when the other side is gone. Without this section nothing does.
    #[serde(default)]
    pub(crate) keep_alive: Option<KeepAlive>,
    /// Compression of messages; without this section they go as they are.
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
