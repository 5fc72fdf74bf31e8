use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

/// The most messages that waited at once. It only counts, so no other access depends on its order.
#[derive(Debug, Default)]
pub(super) struct HighWater(AtomicUsize);

impl HighWater {
    /// So many messages wait now.
    #[inline]
    pub(super) fn record(&self, messages: usize) {
        if messages > self.0.load(Relaxed) {
            self.0.fetch_max(messages, Relaxed);
        }
    }

    pub(super) fn read(&self) -> usize {
        self.0.load(Relaxed)
    }
}
