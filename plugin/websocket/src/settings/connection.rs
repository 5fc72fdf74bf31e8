use super::shared::{
    default_close_timeout, default_connect_timeout, default_max_handshake, default_max_message,
    with_shared_settings,
};
use super::{
    Auth, ClientTls, ClosedQueue, Compression, FixedMessage, KeepAlive, MAX_BYTES, Proxy,
    Reconnect, Secret, SendQueue, WhenClosed,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

with_shared_settings! {
    /// A connection to a server.
    #[derive(Clone, Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub(crate) struct Connection {
        /// The name that nodes use to select this connection.
        #[schemars(length(min = 1))]
        pub(crate) name: String,
        /// The server's url: `ws://host/path?query`, or `wss://` for TLS, with the port here or in `port`. It is read as
        /// browsers read it (WHATWG URL Standard): `ws://bücher.example/a b` connects to `xn--bcher-kva.example` and
        /// asks for `/a%20b`. `${…}` here and in the other settings for connecting and opening is resolved again for
        /// every attempt.
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
        /// What Send does while the connection is not open.
        #[serde(default)]
        pub(crate) when_closed: WhenClosed,
        /// Limits of the queue for messages sent before the connection opens, if `when_closed` is queue.
        #[serde(default)]
        pub(crate) closed_queue: ClosedQueue,
        /// How to reconnect when the connection cannot be opened or is lost. Without this section it does not reconnect.
        #[serde(default)]
        pub(crate) reconnect: Option<Reconnect>,
        /// The largest header section of the server's response, 256 to 1048576.
        #[serde(default = "default_max_handshake")]
        #[schemars(range(min = 256, max = 1_048_576), extend("x-unit" = "bytes"))]
        pub(crate) max_handshake_bytes: usize,
    }
}
