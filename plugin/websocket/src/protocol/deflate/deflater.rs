use super::engines::{self, Tuning};
use super::negotiated::NegotiatedDeflate;
use super::shared_message::SharedMessage;
use flate2::Compress;
use pulsewire_plugin::Payload;
use std::fmt;
use tungstenite::protocol::Role;

/// Compresses the messages that one side sends.
pub(crate) struct Deflater {
    tuning: Tuning,
    keeps_context: bool,
    threshold: usize,
    /// Created with the first message if the context is kept.
    engine: Option<Compress>,
    /// A message was sent that the engine has not seen, so its context is invalid.
    is_stale: bool,
}

impl Deflater {
    pub(crate) fn new(agreed: &NegotiatedDeflate, role: Role) -> Self {
        let direction = agreed.sent(role);
        Self {
            tuning: Tuning { level: agreed.level, window_bits: direction.window_bits },
            keeps_context: direction.keeps_context,
            threshold: agreed.threshold.max(1),
            engine: None,
            is_stale: false,
        }
    }

    /// Returns whether to compress a message of this size.
    #[inline]
    pub(crate) fn should_deflate(&self, size: usize) -> bool {
        size >= self.threshold
    }

    #[cfg(test)]
    pub(super) fn has_engine(&self) -> bool {
        self.engine.is_some()
    }

    /// Returns the compressed message; `None` if it is better sent uncompressed.
    pub(crate) fn deflate(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        if !self.keeps_context {
            return engines::deflate_without_context(self.tuning, message);
        }
        let mut engine = self.engine.take().unwrap_or_else(|| engines::deflater(self.tuning));
        if std::mem::take(&mut self.is_stale) {
            engine.reset();
        }
        let deflated = engines::deflate(&mut engine, message)?;
        // Later messages must not refer to one that was not sent, so on failure the context is dropped.
        self.engine = Some(engine);
        Some(deflated)
    }

    /// Returns the compressed message, shared by all recipients; `None` if it is better sent uncompressed.
    pub(crate) fn share(&mut self, message: &SharedMessage) -> Option<Payload> {
        if !self.should_deflate(message.payload.len()) {
            return None;
        }
        let deflated = message.deflated(self.tuning)?;
        self.is_stale = true;
        Some(deflated)
    }
}

/// Omits the tables.
impl fmt::Debug for Deflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Deflater");
        debug.field("tuning", &self.tuning).field("keeps_context", &self.keeps_context).finish()
    }
}
