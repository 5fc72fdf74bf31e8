//! Settings that client connections and servers share.

use super::{Compression, DEFAULT_MAX_BYTES, FixedMessage, KeepAlive};

/// The shared settings of an open connection, on either side.
pub(crate) struct SharedSettings<'a> {
    pub(crate) close_timeout_ms: u64,
    pub(crate) max_message_bytes: usize,
    pub(crate) max_frame_bytes: Option<usize>,
    pub(crate) max_fragments: Option<u32>,
    pub(crate) fragment_bytes: Option<usize>,
    pub(crate) on_open: &'a [FixedMessage],
    pub(crate) keep_alive: Option<&'a KeepAlive>,
    pub(crate) compression: Option<&'a Compression>,
}

/// Declares the settings of one side: its own fields, then the shared ones. A macro, because serde refuses unknown fields
/// only in a struct that flattens no other.
macro_rules! with_shared_settings {
    ($(#[$attribute:meta])* pub(crate) struct $name:ident { $($own:tt)* }) => {
        $(#[$attribute])*
        pub(crate) struct $name {
            $($own)*
            /// Timeout for the closing handshake, after which the connection is cut, 1 to 3600000. At the end of the program it is
            /// at most the time that is left.
            #[serde(default = "default_close_timeout")]
            #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
            pub(crate) close_timeout_ms: u64,
            /// The largest incoming message, 1 to 2 GiB; a larger one closes the connection with 1009.
            #[serde(default = "default_max_message")]
            #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
            pub(crate) max_message_bytes: usize,
            /// Limits of the send queue of each connection.
            #[serde(default)]
            pub(crate) send_queue: SendQueue,
            /// The largest incoming frame, 1 to 2 GiB; a larger one closes the connection with 1009. Without it only
            /// `max_message_bytes` applies.
            #[serde(default)]
            #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
            pub(crate) max_frame_bytes: Option<usize>,
            /// The most fragments in an incoming message, 1 to 16777216; more close the connection with 1008. Without it there
            /// is no limit.
            #[serde(default)]
            #[schemars(range(min = 1, max = 16_777_216), extend("x-unit" = "fragments"))]
            pub(crate) max_fragments: Option<u32>,
            /// Messages larger than this are sent in fragments of this size (RFC 6455 section 5.4), 128 to 2 GiB, so that a
            /// large one does not delay Pings. Without it every message is one frame.
            #[serde(default)]
            #[schemars(range(min = 128, max = MAX_BYTES), extend("x-unit" = "bytes"))]
            pub(crate) fragment_bytes: Option<usize>,
            /// Messages sent on each connection that has opened, before any others, in order.
            #[serde(default)]
            pub(crate) on_open: Vec<FixedMessage>,
            /// Pings and messages that keep the connection alive and detect a dead peer. Without this section there are none.
            #[serde(default)]
            pub(crate) keep_alive: Option<KeepAlive>,
            /// Compression of messages; without this section they are sent uncompressed.
            #[serde(default)]
            pub(crate) compression: Option<Compression>,
        }

        impl $name {
            /// Returns the shared settings.
            pub(crate) fn shared(&self) -> $crate::settings::SharedSettings<'_> {
                $crate::settings::SharedSettings {
                    close_timeout_ms: self.close_timeout_ms,
                    max_message_bytes: self.max_message_bytes,
                    max_frame_bytes: self.max_frame_bytes,
                    max_fragments: self.max_fragments,
                    fragment_bytes: self.fragment_bytes,
                    on_open: &self.on_open,
                    keep_alive: self.keep_alive.as_ref(),
                    compression: self.compression.as_ref(),
                }
            }
        }
    };
}

pub(super) use with_shared_settings;

pub(super) fn default_connect_timeout() -> u64 {
    10_000
}

/// Less than `stop_timeout_ms` and the time of a program for a clean stop, so that a silent peer delays neither.
pub(super) fn default_close_timeout() -> u64 {
    2_000
}

pub(super) fn default_max_message() -> usize {
    DEFAULT_MAX_BYTES
}

pub(super) fn default_max_handshake() -> usize {
    64 << 10
}
