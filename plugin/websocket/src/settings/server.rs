use super::shared::{
    default_close_timeout, default_connect_timeout, default_max_handshake, default_max_message,
    with_shared_settings,
};
use super::{
    Compression, FixedMessage, HttpAnswer, KeepAlive, ListenRetry, MAX_BYTES, PathSettings,
    SendQueue, ServerTls,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

with_shared_settings! {
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
        pub(crate) paths: BTreeMap<String, PathSettings>,
        /// TLS settings; with this section the server accepts only `wss://`.
        #[serde(default)]
        pub(crate) tls: Option<ServerTls>,
        /// Whether the server starts when the project starts, without a WebSocket Server Start.
        #[serde(default)]
        pub(crate) autostart: bool,
        /// How to try again when the server cannot listen, because its port is taken for example. Without this section the
        /// run ends with status 1, unless a graph handles On WebSocket Server Error.
        #[serde(default)]
        pub(crate) listen_retry: Option<ListenRetry>,
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
        /// A path that answers GET and HEAD with status 200 while the server is listening, and with 503 while a graph is
        /// stuck, for health checks.
        #[serde(default)]
        pub(crate) health_path: Option<String>,
        /// The response to plain HTTP at every other path. Without it status 426, or 405 for a method
        /// other than GET and HEAD, and On WebSocket Server Error fires.
        #[serde(default)]
        pub(crate) http_answer: Option<HttpAnswer>,
        /// Timeout for stopping, after which the remaining clients are disconnected, 1 to 3600000; when the program ends,
        /// no longer than the program's own timeout.
        #[serde(default = "default_stop_timeout")]
        #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
        pub(crate) stop_timeout_ms: u64,
        /// The most groups that one client may be in, 1 to 1000000.
        #[serde(default = "default_max_groups")]
        #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "groups"))]
        pub(crate) max_groups_per_client: usize,
        /// The largest header section of a client's request, 256 to 1048576; a larger one gets status 431.
        #[serde(default = "default_max_handshake")]
        #[schemars(range(min = 256, max = 1_048_576), extend("x-unit" = "bytes"))]
        pub(crate) max_handshake_bytes: usize,
    }
}

impl Server {
    /// Returns these settings with those of a path applied.
    pub(crate) fn at_path(&self, path: &PathSettings) -> Self {
        let mut settings = self.clone();
        replace(&mut settings.max_clients, path.max_clients.as_ref());
        replace(&mut settings.subprotocols, path.subprotocols.as_ref());
        replace(&mut settings.require_subprotocol, path.require_subprotocol.as_ref());
        replace(&mut settings.allowed_origins, path.allowed_origins.as_ref());
        replace(&mut settings.same_origin, path.same_origin.as_ref());
        replace(&mut settings.require_origin, path.require_origin.as_ref());
        replace(&mut settings.close_timeout_ms, path.close_timeout_ms.as_ref());
        replace(&mut settings.max_message_bytes, path.max_message_bytes.as_ref());
        replace(&mut settings.send_queue, path.send_queue.as_ref());
        replace(&mut settings.on_open, path.on_open.as_ref());
        settings.max_frame_bytes = path.max_frame_bytes.or(self.max_frame_bytes);
        settings.max_fragments = path.max_fragments.or(self.max_fragments);
        settings.fragment_bytes = path.fragment_bytes.or(self.fragment_bytes);
        settings.compression = path.compression.clone().or_else(|| self.compression.clone());
        settings.keep_alive = path.keep_alive.clone().or_else(|| self.keep_alive.clone());
        settings
    }
}

fn replace<T: Clone>(setting: &mut T, with: Option<&T>) {
    if let Some(with) = with {
        setting.clone_from(with);
    }
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
    4_000
}

fn default_max_groups() -> usize {
    256
}
