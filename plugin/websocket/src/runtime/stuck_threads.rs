//! Threads that a graph does not give back.
//!
//! A graph runs on the thread that emits its event, and nothing can interrupt one that does not return. While a thread
//! is stuck, the other threads hand their remaining tasks to a fresh thread before they run a graph, so that the next
//! graph that does not return costs a thread and delays nobody.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::task::block_in_place;

/// Shows whether a thread is running a graph. Each has a cache line of its own, so that threads do not slow each other
/// down.
#[derive(Debug, Default)]
#[repr(align(128))]
struct ThreadStatus {
    /// Grows by one on each entry and exit: odd while the thread runs a graph.
    count: AtomicU64,
    /// The count at the last check.
    seen: AtomicU64,
}

/// Marks the exit when dropped.
struct GraphGuard<'a>(&'a ThreadStatus);

static THREADS: Mutex<Vec<Weak<ThreadStatus>>> = Mutex::new(Vec::new());

/// At least one thread is stuck.
static ANY_STUCK: AtomicBool = AtomicBool::new(false);

thread_local! {
    static THIS_THREAD: Arc<ThreadStatus> = ThreadStatus::of_this_thread();
}

/// Runs a closure that may run a graph.
#[inline]
pub(crate) fn in_graph<T>(run: impl FnOnce() -> T) -> T {
    THIS_THREAD.with(|thread| {
        // Already inside a graph on this thread.
        let Some(_guard) = thread.enter() else { return run() };
        if ANY_STUCK.load(Relaxed) { block_in_place(run) } else { run() }
    })
}

/// Checks every thread; returns true when one has stayed in the same graph run since the last check.
pub(super) fn find_stuck_threads() -> bool {
    let mut any_stuck = false;
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    threads.retain(|thread| {
        let Some(thread) = thread.upgrade() else { return false };
        any_stuck |= thread.is_stuck();
        true
    });
    ANY_STUCK.store(any_stuck, Relaxed);
    any_stuck
}

impl ThreadStatus {
    fn of_this_thread() -> Arc<Self> {
        let thread = Arc::<Self>::default();
        THREADS.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&thread));
        thread
    }

    /// Marks the entry; `None` when the thread is in a graph already.
    #[inline]
    fn enter(&self) -> Option<GraphGuard<'_>> {
        let count = self.count.load(Relaxed);
        if count % 2 == 1 {
            return None;
        }
        self.count.store(count + 1, Relaxed);
        Some(GraphGuard(self))
    }

    fn is_stuck(&self) -> bool {
        let count = self.count.load(Relaxed);
        self.seen.swap(count, Relaxed) == count && count % 2 == 1
    }
}

impl Drop for GraphGuard<'_> {
    #[inline]
    fn drop(&mut self) {
        // Only this thread writes the count.
        self.0.count.store(self.0.count.load(Relaxed) + 1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_stuck_when_two_checks_find_it_in_the_same_run() {
        let thread = ThreadStatus::default();
        assert!(!thread.is_stuck() && !thread.is_stuck(), "it runs no graph");
        let inside = thread.enter();
        assert!(thread.enter().is_none(), "it already runs a graph");
        assert!(!thread.is_stuck(), "it may have just entered");
        assert!(thread.is_stuck() && thread.is_stuck());
        drop(inside);
        let _next = thread.enter();
        assert!(!thread.is_stuck(), "it is in another run");
    }
}
