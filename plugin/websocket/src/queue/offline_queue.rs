use super::outbox::Outbox;
use super::outgoing::Outgoing;
use crate::error::ActionError;
use crate::settings::{ClosedQueue, WhenClosedFull};
use std::collections::VecDeque;

/// Messages that wait while a connection is not open (`when_closed`: queue). Those that the last connection left in
/// its outbox are older and count as well.
#[derive(Debug)]
pub(crate) struct OfflineQueue {
    limit: ClosedQueue,
    waiting: VecDeque<Outgoing>,
    bytes: usize,
}

impl OfflineQueue {
    pub(crate) fn new(limit: ClosedQueue) -> Self {
        Self { limit, waiting: VecDeque::new(), bytes: 0 }
    }

    /// Keeps a message until the connection opens.
    ///
    /// # Errors
    /// When it does not fit and the rule `when_full` refuses it.
    pub(crate) fn push(&mut self, message: Outgoing, outbox: &Outbox) -> Result<(), ActionError> {
        let size = message.len();
        while let Some(full) = self.check_limit(size, outbox) {
            match self.limit.when_full {
                WhenClosedFull::DropOldest if size <= self.limit.max_bytes => {
                    // Another thread may have taken out a message that is still counted.
                    if !self.drop_oldest(outbox) {
                        break;
                    }
                }
                WhenClosedFull::DropNewest if size <= self.limit.max_bytes => {
                    outbox.count_dropped();
                    return Ok(());
                }
                _ => return Err(full),
            }
        }
        self.bytes += size;
        self.waiting.push_back(message);
        outbox.record_waiting_with(self.waiting.len());
        Ok(())
    }

    /// Moves all messages into the outbox, behind what waits there.
    pub(crate) fn drain_into(&mut self, outbox: &Outbox) {
        self.bytes = 0;
        self.waiting.drain(..).for_each(|message| outbox.push_unlimited(message));
        // After a long outage this may have been large.
        self.waiting.shrink_to(0);
    }

    /// The number of messages that wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    fn check_limit(&self, size: usize, outbox: &Outbox) -> Option<ActionError> {
        let (messages, bytes) = outbox.pending_size();
        let (most, limit) = (self.limit.max_messages, self.limit.max_bytes);
        if messages + self.waiting.len() >= most {
            return Some(ActionError::TooManyWhileClosed(most));
        }
        let fits = (bytes + self.bytes).saturating_add(size) <= limit;
        (!fits).then_some(ActionError::TooLargeWhileClosed { size, limit })
    }

    /// Drops the oldest message; returns false when there is none.
    fn drop_oldest(&mut self, outbox: &Outbox) -> bool {
        if outbox.drop_oldest() {
            return true;
        }
        let Some(oldest) = self.waiting.pop_front() else { return false };
        self.bytes -= oldest.len();
        outbox.count_dropped_oldest();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SendQueue;
    use pulsewire_plugin::Payload;
    use std::sync::Arc;

    fn text(text: &str) -> Outgoing {
        Outgoing::Text(Payload::copy_from(text.as_bytes()))
    }

    fn filled(when_full: WhenClosedFull) -> (OfflineQueue, Outbox, Vec<Result<(), ActionError>>) {
        let outbox = Outbox::new(SendQueue::default(), Arc::default());
        outbox.push(text("a")).unwrap();
        let limit = ClosedQueue { max_messages: 3, max_bytes: 5, when_full };
        let mut queue = OfflineQueue::new(limit);
        let pushed = ["b", "c", "d", "efgh", "too long"].map(|one| queue.push(text(one), &outbox));
        queue.drain_into(&outbox);
        (queue, outbox, pushed.into())
    }

    fn rest(outbox: &Outbox) -> Vec<usize> {
        std::iter::from_fn(|| outbox.pop()).map(|one| one.len()).collect()
    }

    #[test]
    fn the_oldest_message_is_dropped_first() {
        let (queue, outbox, pushed) = filled(WhenClosedFull::DropOldest);
        assert_eq!(pushed[..4], [Ok(()), Ok(()), Ok(()), Ok(())]);
        assert_eq!(pushed[4], Err(ActionError::TooLargeWhileClosed { size: 8, limit: 5 }));
        assert_eq!((outbox.dropped(), rest(&outbox), queue.len()), (3, vec![1, 4], 0));
        assert_eq!(outbox.most_waiting(), 3);
    }

    #[test]
    fn the_newest_message_is_dropped_or_refused() {
        let (_, outbox, pushed) = filled(WhenClosedFull::DropNewest);
        assert!(pushed[..4].iter().all(Result::is_ok) && pushed[4].is_err());
        assert_eq!((outbox.dropped(), rest(&outbox)), (2, vec![1, 1, 1]));
        assert_eq!(outbox.most_waiting(), 3);
        let (_, outbox, pushed) = filled(WhenClosedFull::Fail);
        assert_eq!(pushed[2], Err(ActionError::TooManyWhileClosed(3)));
        assert_eq!((outbox.dropped(), rest(&outbox)), (0, vec![1, 1, 1]));
        assert_eq!(outbox.most_waiting(), 3);
    }
}
