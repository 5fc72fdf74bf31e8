use super::MOST_BYTES;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Compression of messages (permessage-deflate, RFC 7692), where the other side wants it, too.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Compression {
    /// Whether it is offered by a client and accepted by a server.
    pub(crate) enabled: bool,
    /// Whether a server's message must not refer to those before it: less memory, larger messages.
    pub(crate) server_no_context_takeover: bool,
    /// Whether a client's message must not refer to those before it: less memory, larger messages.
    pub(crate) client_no_context_takeover: bool,
    /// How far back a server's compression may look at most: 2^8 to 2^15 bytes.
    #[schemars(range(min = 8, max = 15), extend("x-unit" = "bits"))]
    pub(crate) server_max_window_bits: u8,
    /// How far back a client's compression may look at most: 2^8 to 2^15 bytes.
    #[schemars(range(min = 8, max = 15), extend("x-unit" = "bits"))]
    pub(crate) client_max_window_bits: u8,
    /// Messages below this size go out as they are.
    #[schemars(range(min = 0, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) threshold_bytes: usize,
    /// How hard to try, from 1 (fast) to 9 (small). 5 is nearly as small as zlib's usual 6, in about half the time.
    #[schemars(range(min = 1, max = 9))]
    pub(crate) level: u32,
    /// The largest message after inflating; a larger one ends the connection with 1009. Without it
    /// `max_message_bytes` counts.
    #[schemars(range(min = 1, max = MOST_BYTES), extend("x-unit" = "bytes"))]
    pub(crate) max_inflated_bytes: Option<usize>,
}

impl Compression {
    /// These settings, unless they switch compression off.
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
