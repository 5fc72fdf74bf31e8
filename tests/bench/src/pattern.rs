use crate::frames::{PING, TEXT, frame};

/// Bytes that the driver sends again and again, ready made: a *unit* is what the other side answers with one
/// frame.
#[derive(Debug)]
pub(crate) struct Pattern {
    bytes: Vec<u8>,
    unit: usize,
    /// Messages in a unit.
    pub(crate) messages: u64,
}

/// A pattern is at least so long, so that one call writes many small messages.
const LENGTH: usize = 256 << 10;

impl Pattern {
    /// Messages of this size, each of which comes back.
    #[must_use]
    pub(crate) fn echoed(size: usize) -> Self {
        Self::new(frame(TEXT, &payload(size)), 1)
    }

    /// So many messages of this size and a Ping: every WebSocket client answers that when it has read all before.
    #[must_use]
    pub(crate) fn received(size: usize, messages: usize) -> Self {
        let mut unit = frame(TEXT, &payload(size)).repeat(messages);
        unit.extend(frame(PING, b""));
        Self::new(unit, messages as u64)
    }

    fn new(unit: Vec<u8>, messages: u64) -> Self {
        let times = LENGTH.div_ceil(unit.len());
        Self { unit: unit.len(), bytes: unit.repeat(times), messages }
    }

    /// How many bytes a unit has.
    #[must_use]
    pub(crate) fn unit(&self) -> u64 {
        self.unit as u64
    }

    /// What comes after so many bytes, as long as it is in one piece.
    #[inline]
    #[must_use]
    pub(crate) fn after(&self, sent: u64) -> &[u8] {
        &self.bytes[(sent % self.bytes.len() as u64) as usize..]
    }
}

/// Text of this size.
#[must_use]
pub(crate) fn payload(size: usize) -> Vec<u8> {
    b"The quick brown fox jumps over the lazy dog. ".iter().copied().cycle().take(size).collect()
}
