use super::outbox::Outbox;
use super::outgoing::Outgoing;
use crate::error::ActionError;
use crate::settings::{ClosedQueue, WhenClosedFull};
use std::collections::VecDeque;

/// Where messages wait while a connection is not open, under the rule `queue`. What the last connection did not
/// take out of its outbox waits there still and is older.
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
    /// When it does not fit and the rule does not make room.
    pub(crate) fn push(&mut self, message: Outgoing, outbox: &Outbox) -> Result<(), ActionError> {
        let size = message.len();
        while let Some(full) = self.is_full(size, outbox) {
            match self.limit.when_full {
                WhenClosedFull::DropOldest if size <= self.limit.max_bytes => {
                    // Others may have taken everything out and just not have counted it yet.
                    if !self.drop_oldest(outbox) {
                        break;
                    }
                }
                WhenClosedFull::DropNewest if size <= self.limit.max_bytes => {
                    outbox.add_dropped();
                    return Ok(());
                }
                _ => return Err(full),
            }
        }
        self.bytes += size;
        self.waiting.push_back(message);
        Ok(())
    }

    /// Puts everything behind what waits in the outbox.
    pub(crate) fn empty_into(&mut self, outbox: &Outbox) {
        self.bytes = 0;
        self.waiting.drain(..).for_each(|message| outbox.put_back(message));
        // What waited for a connection that was down for long may have been much.
        self.waiting.shrink_to(0);
    }

    /// How many messages wait.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    fn is_full(&self, size: usize, outbox: &Outbox) -> Option<ActionError> {
        let (messages, bytes) = outbox.held();
        let (most, limit) = (self.limit.max_messages, self.limit.max_bytes);
        if messages + self.waiting.len() >= most {
            return Some(ActionError::TooManyClosed(most));
        }
        let fits = (bytes + self.bytes).saturating_add(size) <= limit;
        (!fits).then_some(ActionError::TooLargeClosed { size, limit })
    }

    /// Throws the oldest message away; false when there is none.
    fn drop_oldest(&mut self, outbox: &Outbox) -> bool {
        if outbox.drop_oldest() {
            return true;
        }
        let Some(oldest) = self.waiting.pop_front() else { return false };
        self.bytes -= oldest.len();
        outbox.add_dropped_oldest();
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
        let mut room = OfflineQueue::new(limit);
        let pushed = ["b", "c", "d", "efgh", "too long"].map(|one| room.push(text(one), &outbox));
        room.empty_into(&outbox);
        (room, outbox, pushed.into())
    }

    fn rest(outbox: &Outbox) -> Vec<usize> {
        std::iter::from_fn(|| outbox.pop()).map(|one| one.len()).collect()
    }

    #[test]
    fn the_oldest_of_all_go_first() {
        let (room, outbox, pushed) = filled(WhenClosedFull::DropOldest);
        assert_eq!(pushed[..4], [Ok(()), Ok(()), Ok(()), Ok(())]);
        assert_eq!(pushed[4], Err(ActionError::TooLargeClosed { size: 8, limit: 5 }));
        assert_eq!((outbox.dropped(), rest(&outbox), room.len()), (3, vec![1, 4], 0));
    }

    #[test]
    fn the_newest_go_or_fail() {
        let (_, outbox, pushed) = filled(WhenClosedFull::DropNewest);
        assert!(pushed[..4].iter().all(Result::is_ok) && pushed[4].is_err());
        assert_eq!((outbox.dropped(), rest(&outbox)), (2, vec![1, 1, 1]));
        let (_, outbox, pushed) = filled(WhenClosedFull::Fail);
        assert_eq!(pushed[2], Err(ActionError::TooManyClosed(3)));
        assert_eq!((outbox.dropped(), rest(&outbox)), (0, vec![1, 1, 1]));
    }
}
