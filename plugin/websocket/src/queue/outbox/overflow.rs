//! Overflow: what happens when a message does not fit.

use super::Outbox;
use crate::error::ActionError;
use crate::queue::outgoing::Outgoing;
use crate::settings::{SendQueue, WhenFull};
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

/// How much is accepted above the limit under the rule `wait`, until the readers have stopped.
const OVER_LIMIT_ALLOWANCE: SendQueue =
    SendQueue { max_messages: 65_536, max_bytes: 64 << 20, when_full: WhenFull::Fail };

impl Outbox {
    /// Applies the rule to a message that did not fit. On success the message is counted; returns false when it is
    /// dropped.
    ///
    /// # Errors
    /// When the rule refuses the message.
    #[cold]
    pub(super) fn make_room(&self, size: usize, full: ActionError) -> Result<bool, ActionError> {
        match self.limit.when_full {
            // Dropping others cannot help a message that is larger than the whole queue.
            _ if size > self.limit.max_bytes => Err(full),
            WhenFull::Fail => Err(full),
            WhenFull::DropNewest => {
                self.count_dropped();
                Ok(false)
            }
            WhenFull::DropOldest => {
                self.drop_until_fits(size);
                Ok(true)
            }
            WhenFull::Wait => self.accept_over_limit(size).then_some(true).ok_or_else(|| {
                let (messages, bytes) = self.pending_size();
                ActionError::FarOverLimit { messages, bytes }
            }),
        }
    }

    /// Adds a message regardless of the limit, while no task takes out.
    pub(crate) fn push_unlimited(&self, message: Outgoing) {
        self.count_unlimited(message.len());
        self.queue.push(message);
    }

    /// Counts a message regardless of the limit.
    fn count_unlimited(&self, size: usize) {
        let before = self.messages.fetch_add(1, SeqCst);
        self.bytes.fetch_add(size, Relaxed);
        self.record_added(before, usize::from(self.direct().is_some()));
    }

    /// Drops the oldest message; returns false when there is none.
    pub(crate) fn drop_oldest(&self) -> bool {
        let Some(oldest) = self.reclaim_direct().or_else(|| self.pop_queued()) else {
            return false;
        };
        if oldest.is_message() {
            self.count_dropped_oldest();
        }
        true
    }

    fn pop_queued(&self) -> Option<Outgoing> {
        let oldest = self.queue.pop()?;
        self.messages.fetch_sub(1, Relaxed);
        self.bytes.fetch_sub(oldest.len(), Relaxed);
        Some(oldest)
    }

    /// The number of messages and bytes that wait.
    pub(crate) fn pending_size(&self) -> (usize, usize) {
        (self.messages.load(Relaxed), self.bytes.load(Relaxed))
    }

    /// The number of dropped messages.
    #[cfg(test)]
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// The number of dropped messages: oldest, newest, and lost with the connection.
    pub(crate) fn dropped_by_cause(&self) -> [u64; 3] {
        let [all, oldest, lost] =
            [&self.dropped, &self.oldest, &self.lost].map(|count| count.load(Relaxed));
        [oldest, all.saturating_sub(oldest + lost), lost]
    }

    /// Counts a message that was dropped for a newer one.
    pub(crate) fn count_dropped_oldest(&self) {
        self.oldest.fetch_add(1, Relaxed);
        self.count_dropped();
    }

    /// Counts a dropped message, which the task reports; while the socket is blocked, nothing else would wake the
    /// task.
    pub(crate) fn count_dropped(&self) {
        self.dropped.fetch_add(1, Relaxed);
        // Of several threads at this point exactly one sees 0.
        if self.unreported.fetch_add(1, Relaxed) == 0 {
            self.wake();
        }
    }

    /// The number of dropped messages that were not reported yet.
    #[inline]
    pub(crate) fn unreported(&self) -> u64 {
        self.unreported.load(Relaxed)
    }

    /// Takes that number in order to report it.
    pub(crate) fn take_unreported(&self) -> u64 {
        self.unreported.swap(0, Relaxed)
    }

    /// Discards everything because the connection has ended, and returns how many messages that were.
    pub(crate) fn discard_all(&self) -> usize {
        let lost = self.clear();
        self.dropped.fetch_add(lost as u64, Relaxed);
        self.lost.fetch_add(lost as u64, Relaxed);
        lost
    }

    /// Opens the gate when there is room again.
    #[inline]
    pub(crate) fn release_senders(&self) {
        if self.backpressure.gate.is_some() && self.has_room() {
            self.open_gate();
        }
    }

    /// Marks whether a task takes messages out.
    pub(crate) fn set_served(&self, served: bool) {
        self.backpressure.is_unserved.store(!served, SeqCst);
        if !served {
            self.open_gate();
        }
    }

    fn drop_until_fits(&self, size: usize) {
        while self.reserve(size).is_err() {
            // Another thread may have taken out a message that is still counted.
            if !self.drop_oldest() {
                return self.count_unlimited(size);
            }
        }
    }

    fn accept_over_limit(&self, size: usize) -> bool {
        let (messages, bytes) = self.pending_size();
        let fits = messages
            < self.limit.max_messages.saturating_add(OVER_LIMIT_ALLOWANCE.max_messages)
            && bytes.saturating_add(size)
                <= self.limit.max_bytes.saturating_add(OVER_LIMIT_ALLOWANCE.max_bytes);
        if fits {
            self.count_unlimited(size);
            self.close_gate();
        }
        fits
    }

    fn has_room(&self) -> bool {
        let (messages, bytes) = self.pending_size();
        messages < self.limit.max_messages && bytes < self.limit.max_bytes
    }

    fn close_gate(&self) {
        let Some(gate) = &self.backpressure.gate else { return };
        // Closed first, then opened if it was closed already: the count must never drop below zero.
        gate.close();
        if self.backpressure.is_over_limit.swap(true, SeqCst) {
            gate.open();
        }
        // If the task has just ended, nobody else would open the gate.
        if self.backpressure.is_unserved.load(SeqCst) {
            self.open_gate();
        }
    }

    fn open_gate(&self) {
        if let Some(gate) = &self.backpressure.gate
            && self.backpressure.is_over_limit.swap(false, SeqCst)
        {
            gate.open();
        }
    }
}
