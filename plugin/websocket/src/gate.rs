use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Mutex, MutexGuard, PoisonError};
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

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::task::{ArcWake, waker};
    use std::sync::Arc;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl ArcWake for Count {
        fn wake_by_ref(this: &Arc<Self>) {
            this.0.fetch_add(1, SeqCst);
        }
    }

    #[test]
    fn who_waits_is_woken_once_when_the_last_queue_has_room() {
        let (gate, count) = (Gate::default(), Arc::new(Count::default()));
        let waker = waker(count.clone());
        assert!(gate.poll_open(&waker).is_ready());
        gate.close();
        gate.close();
        assert!(gate.poll_open(&waker).is_pending());
        assert!(gate.poll_open(&waker).is_pending());
        gate.open();
        assert_eq!(count.0.load(SeqCst), 0);
        gate.open();
        assert_eq!(count.0.load(SeqCst), 1);
        assert!(gate.poll_open(&waker).is_ready());
    }
}
