//! Threads that a graph keeps.
//!
//! A graph runs on the thread that brought the event, and nobody can end one that does not return. The tasks behind it
//! have the other threads. As long as one is kept, those hand everything else on before they run a graph: the next
//! one that does not return then costs a thread and stops nobody.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::task::block_in_place;

/// Where a thread shows whether it is in a graph. It has a cache line of its own, so that threads do not slow each other.
#[derive(Debug, Default)]
#[repr(align(128))]
struct ThreadStatus {
    /// Grows by one with each entry and each exit: odd while the thread is in a graph.
    count: AtomicU64,
    /// What the last look found.
    seen: AtomicU64,
}

/// Leaves the graph.
struct GraphGuard<'a>(&'a ThreadStatus);

static THREADS: Mutex<Vec<Weak<ThreadStatus>>> = Mutex::new(Vec::new());

/// Some thread is kept.
static IS_ONE_STUCK: AtomicBool = AtomicBool::new(false);

thread_local! {
    static THIS_THREAD: Arc<ThreadStatus> = ThreadStatus::of_this_thread();
}

/// Runs what may run a graph.
#[inline]
pub(crate) fn in_graph<T>(run: impl FnOnce() -> T) -> T {
    THIS_THREAD.with(|here| {
        // From within a graph, this thread is known to be in one.
        let Some(_inside) = here.enter() else { return run() };
        if IS_ONE_STUCK.load(Relaxed) { block_in_place(run) } else { run() }
    })
}

/// Looks at every thread; true when one has not moved in its graph since the last look.
pub(super) fn find_stuck_threads() -> bool {
    let mut is_one_stuck = false;
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    threads.retain(|thread| {
        let Some(thread) = thread.upgrade() else { return false };
        is_one_stuck |= thread.is_stuck();
        true
    });
    IS_ONE_STUCK.store(is_one_stuck, Relaxed);
    is_one_stuck
}

impl ThreadStatus {
    fn of_this_thread() -> Arc<Self> {
        let thread = Arc::<Self>::default();
        THREADS.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&thread));
        thread
    }

    /// Nothing when the thread is in a graph already.
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
        // Only this thread writes it.
        self.0.count.store(self.0.count.load(Relaxed) + 1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_kept_that_is_in_the_same_run_at_two_looks() {
        let thread = ThreadStatus::default();
        assert!(!thread.is_stuck() && !thread.is_stuck(), "it is nowhere");
        let inside = thread.enter();
        assert!(thread.enter().is_none(), "it is in one already");
        assert!(!thread.is_stuck(), "it may have just come");
        assert!(thread.is_stuck() && thread.is_stuck());
        drop(inside);
        let _next = thread.enter();
        assert!(!thread.is_stuck(), "it has moved");
    }
}
