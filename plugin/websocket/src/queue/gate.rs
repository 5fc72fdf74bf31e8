use crate::runtime::sync::{AtomicUsize, Mutex, MutexGuard};
use std::sync::PoisonError;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Poll, Waker};

/// Closed while a send queue with the rule `wait` is over its limit: a connection whose messages start a graph that
/// sends through this queue must not read until it opens.
///
/// Only reads wait, never writes, so two connections whose graphs send to each other drain each other even while both
/// gates are closed.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// The number of queues over their limit: one gate serves all clients of a server.
    full: AtomicUsize,
    waiting: Mutex<Vec<Waker>>,
}

impl Gate {
    /// Counts a queue that went over its limit.
    pub(crate) fn close(&self) {
        self.full.fetch_add(1, SeqCst);
    }

    /// Counts a queue that is within its limit again.
    pub(crate) fn open(&self) {
        if self.full.fetch_sub(1, SeqCst) == 1 {
            std::mem::take(&mut *self.waiting()).iter().for_each(Waker::wake_by_ref);
        }
    }

    /// Ready when the gate is open; otherwise the task is woken when it opens.
    pub(crate) fn poll_open(&self, waker: &Waker) -> Poll<()> {
        if self.is_open() {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting();
        if !waiting.iter().any(|one| one.will_wake(waker)) {
            waiting.push(waker.clone());
        }
        // Checked again under the lock: either it opened before, or it will find this waker.
        if self.is_open() { Poll::Ready(()) } else { Poll::Pending }
    }

    fn is_open(&self) -> bool {
        self.full.load(SeqCst) == 0
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
