//! What happens when a message does not fit.

use super::Outbox;
use crate::error::ActionError;
use crate::queue::outgoing::Outgoing;
use crate::settings::{SendQueue, WhenFull};
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

/// How much is taken above the limit while the readers of the graph's messages are about to stop.
const SLACK: SendQueue =
    SendQueue { max_messages: 65_536, max_bytes: 64 << 20, when_full: WhenFull::Fail };

impl Outbox {
    /// Makes room for a message that did not fit and counts it in; false when it is thrown away instead.
    ///
    /// # Errors
    /// When the rule makes no room.
    #[cold]
    pub(super) fn make_room(&self, size: usize, full: ActionError) -> Result<bool, ActionError> {
        match self.limit.when_full {
            // No other message can make room for one that is larger than the whole queue.
            _ if size > self.limit.max_bytes => Err(full),
            WhenFull::Fail => Err(full),
            WhenFull::DropNewest => {
                self.add_dropped();
                Ok(false)
            }
            WhenFull::DropOldest => {
                self.drop_for(size);
                Ok(true)
            }
            WhenFull::Wait => self.take_above(size).then_some(true).ok_or_else(|| {
                let (messages, bytes) = self.held();
                ActionError::FarTooMany { messages, bytes }
            }),
        }
    }

    /// Puts a message in, whatever the limit, while no task takes out.
    pub(crate) fn put_back(&self, message: Outgoing) {
        self.force(message.len());
        self.queue.push(message);
    }

    /// Counts a message in, whatever the limit.
    fn force(&self, size: usize) {
        self.messages.fetch_add(1, SeqCst);
        self.bytes.fetch_add(size, Relaxed);
    }

    /// Throws the oldest message away; false when there is none.
    pub(crate) fn drop_oldest(&self) -> bool {
        let Some(oldest) = self.take_direct_back().or_else(|| self.pop_queued()) else {
            return false;
        };
        if oldest.is_message() {
            self.add_dropped_oldest();
        }
        true
    }

    fn pop_queued(&self) -> Option<Outgoing> {
        let oldest = self.queue.pop()?;
        self.messages.fetch_sub(1, Relaxed);
        self.bytes.fetch_sub(oldest.len(), Relaxed);
        Some(oldest)
    }

    /// The messages and bytes that wait.
    pub(crate) fn held(&self) -> (usize, usize) {
        (self.messages.load(Relaxed), self.bytes.load(Relaxed))
    }

    /// Messages that were thrown away so far.
    #[cfg(test)]
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// Messages that were thrown away so far: the oldest, the newest, and those that the end of the connection did.
    pub(crate) fn dropped_by_cause(&self) -> [u64; 3] {
        let [all, oldest, lost] =
            [&self.dropped, &self.oldest, &self.lost].map(|count| count.load(Relaxed));
        [oldest, all.saturating_sub(oldest + lost), lost]
    }

    /// A message was thrown away for a newer one.
    pub(crate) fn add_dropped_oldest(&self) {
        self.oldest.fetch_add(1, Relaxed);
        self.add_dropped();
    }

    /// A message was thrown away. The task tells; while the socket takes nothing, nothing else would wake it.
    pub(crate) fn add_dropped(&self) {
        self.dropped.fetch_add(1, Relaxed);
        // Of all threads that are here at once, one finds that nothing was untold before.
        if self.unreported.fetch_add(1, Relaxed) == 0 {
            self.wake();
        }
    }

    /// How many messages were thrown away that were not told.
    #[inline]
    pub(crate) fn unreported(&self) -> u64 {
        self.unreported.load(Relaxed)
    }

    /// The same, for whoever tells them now.
    pub(crate) fn take_unreported(&self) -> u64 {
        self.unreported.swap(0, Relaxed)
    }

    /// Throws everything away, and says how many messages that were; that is told elsewhere.
    pub(crate) fn give_up(&self) -> usize {
        let lost = self.clear();
        self.dropped.fetch_add(lost as u64, Relaxed);
        self.lost.fetch_add(lost as u64, Relaxed);
        lost
    }

    /// Lets those read again who waited for room, when there is some.
    #[inline]
    pub(crate) fn relieve(&self) {
        if self.pressure.gate.is_some() && self.has_room() {
            self.open_gate();
        }
    }

    /// From now on messages are taken out, or nobody takes them out any more.
    pub(crate) fn set_served(&self, served: bool) {
        self.pressure.is_off.store(!served, SeqCst);
        if !served {
            self.open_gate();
        }
    }

    fn drop_for(&self, size: usize) {
        while self.reserve(size).is_err() {
            // Others may have taken everything out and just not have counted it yet.
            if !self.drop_oldest() {
                return self.force(size);
            }
        }
    }

    fn take_above(&self, size: usize) -> bool {
        let (messages, bytes) = self.held();
        let fits = messages < self.limit.max_messages.saturating_add(SLACK.max_messages)
            && bytes.saturating_add(size) <= self.limit.max_bytes.saturating_add(SLACK.max_bytes);
        if fits {
            self.force(size);
            self.close_gate();
        }
        fits
    }

    fn has_room(&self) -> bool {
        let (messages, bytes) = self.held();
        messages < self.limit.max_messages && bytes < self.limit.max_bytes
    }

    fn close_gate(&self) {
        let Some(gate) = &self.pressure.gate else { return };
        // Closed first and opened again when it was closed already: the count must never go below zero.
        gate.close();
        if self.pressure.is_over.swap(true, SeqCst) {
            gate.open();
        }
        // The task may have ended just before: then nobody else would open the gate.
        if self.pressure.is_off.load(SeqCst) {
            self.open_gate();
        }
    }

    fn open_gate(&self) {
        if let Some(gate) = &self.pressure.gate
            && self.pressure.is_over.swap(false, SeqCst)
        {
            gate.open();
        }
    }
}
