//! The bypass: what a graph sends on the connection whose turn runs it.

use super::Outbox;
use crate::queue::outgoing::Outgoing;
use crate::runtime::sync::thread_local;
use std::cell::Cell;
use std::sync::atomic::Ordering::Relaxed;

/// The turn that this thread is in.
struct Turn {
    /// The outbox of its connection while graphs run; only compared, null otherwise.
    outbox: Cell<*const Outbox>,
    /// The message that was sent on that connection meanwhile.
    message: Cell<Option<Outgoing>>,
}

thread_local! {
    static TURN: Turn =
        const { Turn { outbox: Cell::new(std::ptr::null()), message: Cell::new(None) } };
}

impl Outbox {
    /// Called before graphs run with a socket that is ready to write: the first message that they send need not pass
    /// through the queue that all threads share.
    ///
    /// It holds one message only, so that the socket can always take it. It is used only while the queue is empty and
    /// taken out before the queue, so the order is kept.
    #[inline]
    pub(crate) fn open_direct(&self) {
        let _ = TURN.try_with(|turn| turn.outbox.set(self));
    }

    /// Ends [`open_direct`](Self::open_direct), and returns what was sent meanwhile.
    #[inline]
    pub(crate) fn take_direct(&self) -> Option<Outgoing> {
        let taken = TURN.try_with(|turn| {
            turn.outbox.set(std::ptr::null());
            turn.message.take()
        });
        let taken = taken.ok().flatten();
        if taken.is_some() {
            self.has_direct.store(false, Relaxed);
        }
        taken
    }

    /// The size of the message that bypasses the queue on this thread; it counts for the limits.
    pub(crate) fn direct(&self) -> Option<usize> {
        self.with_direct(|message| message.as_ref().map(Outgoing::len))
    }

    /// Takes back the message that bypasses the queue, which is older than those in the queue.
    pub(super) fn reclaim_direct(&self) -> Option<Outgoing> {
        let taken = self.with_direct(Option::take)?;
        self.has_direct.store(false, Relaxed);
        Some(taken)
    }

    fn with_direct<T>(&self, look: impl FnOnce(&mut Option<Outgoing>) -> Option<T>) -> Option<T> {
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

    /// Lets a message bypass the queue.
    ///
    /// # Errors
    /// Returns the message when it has to go through the queue.
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
                    self.has_direct.store(true, Relaxed);
                    self.most_waiting.record(1);
                }
                earlier => turn.message.set(earlier),
            }
        });
        message.map_or(Ok(()), Err)
    }
}
