use crate::runtime::sync::{AtomicUsize, Mutex, MutexGuard};
use std::sync::PoisonError;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Poll, Waker};

/// Closed while a send queue under the rule `wait` is over its limit: whoever brings messages to a graph that
/// sends through it must not read more until it opens.
///
/// Only reading waits, never writing, so two connections whose graphs send to each other empty each other's
/// queues while both gates are closed.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// How many queues are over their limit: one gate serves all clients of a server.
    full: AtomicUsize,
    waiting: Mutex<Vec<Waker>>,
}

impl Gate {
    /// One more queue is over its limit.
    pub(crate) fn close(&self) {
        self.full.fetch_add(1, SeqCst);
    }

    /// One queue less is over its limit.
    pub(crate) fn open(&self) {
        if self.full.fetch_sub(1, SeqCst) == 1 {
            std::mem::take(&mut *self.waiting()).iter().for_each(Waker::wake_by_ref);
        }
    }

    /// Ready when it is open; otherwise the task is woken when it opens.
    pub(crate) fn poll_open(&self, waker: &Waker) -> Poll<()> {
        if self.is_open() {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting();
        if !waiting.iter().any(|one| one.will_wake(waker)) {
            waiting.push(waker.clone());
        }
        // Asked again under the lock: it either opened before or will find this waker.
        if self.is_open() { Poll::Ready(()) } else { Poll::Pending }
    }

    fn is_open(&self) -> bool {
        self.full.load(SeqCst) == 0
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
