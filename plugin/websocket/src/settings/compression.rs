use super::MAX_BYTES;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Compression of messages (permessage-deflate, RFC 7692), if the peer agrees to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Compression {
    /// Whether a client offers compression and a server accepts it.
    pub(crate) enabled: bool,
    /// Whether the server resets its compression context after each message: less memory, larger messages.
    pub(crate) server_no_context_takeover: bool,
    /// Whether the client resets its compression context after each message: less memory, larger messages.
    pub(crate) client_no_context_takeover: bool,
    /// The base-2 logarithm of the server's largest compression window, 8 to 15.
    #[schemars(range(min = 8, max = 15), extend("x-unit" = "bits"))]
    pub(crate) server_max_window_bits: u8,
    /// The base-2 logarithm of the client's largest compression window, 8 to 15.
    #[schemars(range(min = 8, max = 15), extend("x-unit" = "bits"))]
    pub(crate) client_max_window_bits: u8,
    /// Messages smaller than this are sent uncompressed.
    #[schemars(range(min = 0, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) threshold_bytes: usize,
    /// The compression level, from 1 (fastest) to 9 (smallest). 5 is nearly as small as zlib's default 6, in about half the time.
    #[schemars(range(min = 1, max = 9))]
    pub(crate) level: u32,
    /// The largest message after decompression; a larger one closes the connection with 1009. Without it
    /// `max_message_bytes` applies.
    #[schemars(range(min = 1, max = MAX_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_inflated_bytes: Option<usize>,
}

impl Compression {
    /// These settings, unless they turn compression off.
    pub(crate) fn enabled(settings: Option<&Self>) -> Option<&Self> {
        settings.filter(|settings| settings.enabled)
    }
}

impl Default for Compression {
    fn default() -> Self {
        Self {
            enabled: true,
            server_no_context_takeover: false,
            client_no_context_takeover: false,
            server_max_window_bits: 15,
            client_max_window_bits: 15,
            threshold_bytes: 256,
            level: 5,
            max_inflated_bytes: None,
        }
    }
}
