use super::{Compression, FixedMessage, KeepAlive, MOST_BYTES, SendQueue, Server};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What holds at one path of a server instead of the server's own settings; what is left out holds as there.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Path {
    /// How many clients may be connected here at once, 1 to 1000000; others get 503. They count among the server's
    /// `max_clients`, too.
    #[schemars(range(min = 1, max = 1_000_000), extend("x-unit" = "clients"))]
    pub(crate) max_clients: Option<usize>,
    /// Subprotocols that are spoken here.
    pub(crate) subprotocols: Option<Vec<String>>,
    /// Whether a client that asks for none of the `subprotocols` gets 400.
    pub(crate) require_subprotocol: Option<bool>,
    /// The web pages that may connect, by their origin.
    pub(crate) allowed_origins: Option<Vec<String>>,
    /// Whether a page may only connect to the host and port that it came from.
    pub(crate) same_origin: Option<bool>,
    /// Whether a request without an origin gets 403.
    pub(crate) require_origin: Option<bool>,
    /// How long the closing handshake may take before a client is cut off, 1 to 3600000.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) close_timeout_ms: Option<u64>,
    /// The largest message that may come in, 1 to 2 GiB; a larger one ends the client with 1009.
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_message_bytes: Option<usize>,
    /// How much may wait to be sent to each client.
    pub(crate) send_queue: Option<SendQueue>,
    /// The largest frame that may come in, 1 to 2 GiB; a larger one ends the client with 1009.
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_frame_bytes: Option<usize>,
    /// In how many fragments a message may come in, 1 to 16777216; one more ends the client with 1008.
    #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
    pub(crate) max_fragments: Option<u32>,
    /// Messages above this size go out in fragments of this size, 128 to 2 GiB.
    #[schemars(range(min = 128, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) fragment_bytes: Option<usize>,
    /// Compression of messages.
    pub(crate) compression: Option<Compression>,
    /// Messages that are sent to each client that has connected, before anything else, in order.
    pub(crate) on_open: Option<Vec<FixedMessage>>,
    /// What keeps each client's connection alive and notices when the other side is gone.
    pub(crate) keep_alive: Option<KeepAlive>,
}

impl Path {
    /// The settings of a server as they are at this path.
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
