use super::parameters::{MAX_WINDOW_BITS, Parameters, WindowBits};
use crate::settings::Compression;
use tungstenite::protocol::Role;

/// The compression that both sides negotiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NegotiatedDeflate {
    server: Direction,
    client: Direction,
    /// The smallest message that this side compresses, in bytes.
    pub(super) threshold: usize,
    /// The compression level, 1 to 9.
    pub(super) level: u32,
}

/// How one side's messages are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    /// A message may refer to earlier ones (context takeover).
    pub(crate) keeps_context: bool,
    pub(crate) window_bits: u8,
}

impl NegotiatedDeflate {
    /// Interprets a server's response.
    pub(super) fn new(answer: &Parameters, settings: &Compression) -> Self {
        let client_bits = answer.client_max_window_bits.map_or(MAX_WINDOW_BITS, WindowBits::most);
        Self {
            server: Direction {
                keeps_context: !answer.server_no_context_takeover,
                window_bits: answer.server_max_window_bits.unwrap_or(MAX_WINDOW_BITS),
            },
            client: Direction {
                keeps_context: !answer.client_no_context_takeover,
                window_bits: client_bits,
            },
            threshold: settings.threshold_bytes,
            level: settings.level,
        }
    }

    /// The window and context takeover of the server's and the client's messages, both compressed.
    #[cfg(test)]
    pub(crate) fn of(server: (u8, bool), client: (u8, bool), level: u32) -> Self {
        let direction = |(window_bits, keeps_context)| Direction { keeps_context, window_bits };
        Self { server: direction(server), client: direction(client), threshold: 0, level }
    }

    /// How messages sent by this side are compressed.
    pub(crate) fn sent(&self, role: Role) -> Direction {
        match role {
            Role::Server => self.server,
            Role::Client => self.client,
        }
    }

    /// How messages received by this side are compressed.
    pub(crate) fn received(&self, role: Role) -> Direction {
        match role {
            Role::Server => self.client,
            Role::Client => self.server,
        }
    }
}
