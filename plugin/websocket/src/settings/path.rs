use super::{Compression, FixedMessage, KeepAlive, MOST_BYTES, SendQueue, Server};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings that apply at one path of a server; anything left out is taken from the server.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Path {
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
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: Option<usize>,
    /// Limits of the send queue of each client.
    pub(crate) send_queue: Option<SendQueue>,
    /// The largest incoming frame, 1 to 2 GiB; a larger one closes the connection with 1009.
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_frame_bytes: Option<usize>,
    /// The most fragments in an incoming message, 1 to 16777216; more close the connection with 1008.
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
    pub(crate) max_fragments: Option<u32>,
    /// Messages larger than this are sent in fragments of this size, 128 to 2 GiB.
    #[schemars(range(min = 128, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Compression of messages.
    pub(crate) compression: Option<Compression>,
    /// Messages sent to each new client, before any others, in order.
    pub(crate) on_open: Option<Vec<FixedMessage>>,
    /// Pings and messages that keep the connections alive and detect dead peers.
    pub(crate) keep_alive: Option<KeepAlive>,
}

impl Path {
    /// Returns the server's settings with those of this path applied.
    pub(crate) fn over(&self, server: &Server) -> Server {
        let mut here = server.clone();
        replace(&mut here.max_clients, self.max_clients.as_ref());
        replace(&mut here.subprotocols, self.subprotocols.as_ref());
        replace(&mut here.require_subprotocol, self.require_subprotocol.as_ref());
        replace(&mut here.allowed_origins, self.allowed_origins.as_ref());
        replace(&mut here.same_origin, self.same_origin.as_ref());
        replace(&mut here.require_origin, self.require_origin.as_ref());
        replace(&mut here.close_timeout_ms, self.close_timeout_ms.as_ref());
        replace(&mut here.max_message_bytes, self.max_message_bytes.as_ref());
        replace(&mut here.send_queue, self.send_queue.as_ref());
        replace(&mut here.on_open, self.on_open.as_ref());
        here.max_frame_bytes = self.max_frame_bytes.or(server.max_frame_bytes);
        here.max_fragments = self.max_fragments.or(server.max_fragments);
        here.fragment_bytes = self.fragment_bytes.or(server.fragment_bytes);
        here.compression = self.compression.clone().or_else(|| server.compression.clone());
        here.keep_alive = self.keep_alive.clone().or_else(|| server.keep_alive.clone());
        here
    }
}

fn replace<T: Clone>(here: &mut T, with: Option<&T>) {
    if let Some(with) = with {
        here.clone_from(with);
    }
}
