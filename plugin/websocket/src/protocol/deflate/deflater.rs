use super::engines::{self, Tuning};
use super::negotiated::NegotiatedDeflate;
use super::shared_message::SharedMessage;
use flate2::Compress;
use pulsewire_plugin::Payload;
use std::fmt;
use tungstenite::protocol::Role;

/// Compresses what one side of a connection sends.
pub(crate) struct Deflater {
    tuning: Tuning,
    keeps_context: bool,
    threshold: usize,
    /// There from the first message on when it keeps its context.
    engine: Option<Compress>,
    /// A message went out that the engine has not seen, so what it remembers is wrong.
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

    /// Whether a message of this size is to be compressed.
    #[inline]
    pub(crate) fn wants(&self, size: usize) -> bool {
        size >= self.threshold
    }

    #[cfg(test)]
    pub(super) fn has_engine(&self) -> bool {
        self.engine.is_some()
    }

    /// The compressed message; nothing when it is better sent as it is.
    pub(crate) fn deflate(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        if !self.keeps_context {
            return engines::deflate_alone(self.tuning, message);
        }
        let mut engine = self.engine.take().unwrap_or_else(|| engines::deflater(self.tuning));
        if std::mem::take(&mut self.is_stale) {
            engine.reset();
        }
        let deflated = engines::deflate(&mut engine, message)?;
        // What was not sent must not be referred to: when this fails the context goes with it.
        self.engine = Some(engine);
        Some(deflated)
    }

    /// The compressed message, the same for all to whom it goes; nothing when it is better sent as it is.
    pub(crate) fn share(&mut self, message: &SharedMessage) -> Option<Payload> {
        if !self.wants(message.payload.len()) {
            return None;
        }
        let deflated = message.deflated(self.tuning)?;
        self.is_stale = true;
        Some(deflated)
    }
}

/// Without its tables.
impl fmt::Debug for Deflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Deflater");
        debug.field("tuning", &self.tuning).field("keeps_context", &self.keeps_context).finish()
    }
}
