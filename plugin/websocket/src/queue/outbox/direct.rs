//! The way around the queue: what a graph sends to the connection whose turn runs it.

use super::Outbox;
use crate::queue::outgoing::Outgoing;
use crate::runtime::sync::thread_local;
use std::cell::Cell;
use std::sync::atomic::Ordering::Relaxed;

/// The turn that this thread is in the middle of.
struct Turn {
    /// The outbox of its connection while a message is brought to the graphs; only compared, null otherwise.
    outbox: Cell<*const Outbox>,
    /// What was sent on that connection meanwhile.
    message: Cell<Option<Outgoing>>,
}

thread_local! {
    static TURN: Turn =
        const { Turn { outbox: Cell::new(std::ptr::null()), message: Cell::new(None) } };
}

impl Outbox {
    /// The task brings a message to the graphs, and the socket will take whatever they answer: the first answer
    /// need not go through the queue that all threads share.
    ///
    /// There is room for one message only, so that the socket never leaves any. It is there only while the queue is
    /// empty, and it is taken before the queue: so it is younger than what was sent before and older than what comes.
    #[inline]
    pub(crate) fn open_direct(&self) {
        let _ = TURN.try_with(|turn| turn.outbox.set(self));
    }

    /// Ends [`open_direct`](Self::open_direct), and gives what was sent meanwhile.
    #[inline]
    pub(crate) fn take_direct(&self) -> Option<Outgoing> {
        let taken = TURN.try_with(|turn| {
            turn.outbox.set(std::ptr::null());
            turn.message.take()
        });
        let taken = taken.ok().flatten();
        if taken.is_some() {
            self.is_direct.store(false, Relaxed);
        }
        taken
    }

    /// The size of a message that this thread has put past the queue; it still counts for the limits.
    pub(crate) fn direct(&self) -> Option<usize> {
        self.look_at_direct(|message| message.as_ref().map(Outgoing::len))
    }

    /// Takes back what this thread has put past the queue: it is older than what is in there.
    pub(super) fn take_direct_back(&self) -> Option<Outgoing> {
        let taken = self.look_at_direct(Option::take)?;
        self.is_direct.store(false, Relaxed);
        Some(taken)
    }

    fn look_at_direct<T>(
        &self,
        look: impl FnOnce(&mut Option<Outgoing>) -> Option<T>,
    ) -> Option<T> {
        let looked = TURN.try_with(|turn| {
            if !std::ptr::eq(turn.outbox.get(), self) {
                return None;
            }
            let mut message = turn.message.take();
            let looked = look(&mut message);
            turn.message.set(message);
            looked
        });
        looked.ok().flatten()
    }

    /// Puts a message past the queue.
    ///
    /// # Errors
    /// Gives it back when it has to go through the queue.
    #[inline]
    pub(super) fn put_direct(&self, message: Outgoing) -> Result<(), Outgoing> {
        let mut message = Some(message);
        let _ = TURN.try_with(|turn| {
            if !std::ptr::eq(turn.outbox.get(), self) || self.waiting() > 0 {
                return;
            }
            match turn.message.take() {
                None => {
                    turn.message.set(message.take());
                    self.is_direct.store(true, Relaxed);
                }
                earlier => turn.message.set(earlier),
            }
        });
        message.map_or(Ok(()), Err)
    }
}
