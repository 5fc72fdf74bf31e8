use super::engines::{self, Tuning};
use super::parameters::{MAX_WINDOW_BITS, MIN_WINDOW_BITS};
use pulsewire_plugin::Payload;
use std::fmt;
use std::sync::OnceLock;

/// The number of window sizes.
const WINDOWS: usize = (MAX_WINDOW_BITS - MIN_WINDOW_BITS + 1) as usize;

/// A message to several clients, compressed once for each window size.
///
/// It is compressed without context, so it fits anywhere in the stream of a client.
pub(crate) struct SharedMessage {
    pub(crate) is_text: bool,
    pub(crate) payload: Payload,
    deflated: [OnceLock<Option<Payload>>; WINDOWS],
}

impl SharedMessage {
    pub(crate) fn new(is_text: bool, payload: Payload) -> Self {
        Self { is_text, payload, deflated: Default::default() }
    }

    /// Returns the compressed message; `None` if it is better sent uncompressed. All callers use the level of their
    /// server.
    pub(super) fn deflated(&self, tuning: Tuning) -> Option<Payload> {
        let cell = self.deflated.get(usize::from(tuning.window_bits - MIN_WINDOW_BITS))?;
        cell.get_or_init(|| {
            engines::deflate_without_context(tuning, &self.payload).map(Payload::from_owner)
        })
        .clone()
    }
}

/// Hides the payload.
impl fmt::Debug for SharedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedMessage({} bytes)", self.payload.len())
    }
}
