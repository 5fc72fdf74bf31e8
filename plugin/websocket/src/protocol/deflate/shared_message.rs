use super::engines::{self, Tuning};
use super::parameters::{LEAST_BITS, MOST_BITS};
use pulsewire_plugin::Payload;
use std::fmt;
use std::sync::OnceLock;

/// How many sizes of windows there are.
const WINDOWS: usize = (MOST_BITS - LEAST_BITS + 1) as usize;

/// A message to several clients: compressed once for all whose windows are of one size.
///
/// It refers to no other message, so it fits wherever it comes in the stream of a client.
pub(crate) struct SharedMessage {
    pub(crate) is_text: bool,
    pub(crate) payload: Payload,
    deflated: [OnceLock<Option<Payload>>; WINDOWS],
}

impl SharedMessage {
    pub(crate) fn new(is_text: bool, payload: Payload) -> Self {
        Self { is_text, payload, deflated: Default::default() }
    }

    /// The compressed message; nothing when it is better sent as it is. All who ask have one level, that of their
    /// server.
    pub(super) fn deflated(&self, tuning: Tuning) -> Option<Payload> {
        let cell = self.deflated.get(usize::from(tuning.window_bits - LEAST_BITS))?;
        cell.get_or_init(|| engines::deflate_alone(tuning, &self.payload).map(Payload::from_owner))
            .clone()
    }
}

/// Without what users send.
impl fmt::Debug for SharedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedMessage({} bytes)", self.payload.len())
    }
}
