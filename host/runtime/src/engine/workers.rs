use crossbeam_channel::{Receiver, Sender, unbounded};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What a worker thread runs.
pub(super) trait Job: Send + Sync {
    /// Works until nothing is left to do.
    fn work(&self);
}

/// Threads for graphs that no other thread runs: at the start, after a timer, and when the thread that delivered an
/// event has run enough of the events of others.
///
/// A graph waits for a worker at most once, so there are never more jobs or threads than graphs.
pub struct Workers {
    jobs: Sender<Arc<dyn Job>>,
    queue: Receiver<Arc<dyn Job>>,
    /// Threads that wait for a job, less the jobs that wait for them.
    idle: Arc<AtomicUsize>,
}

impl Workers {
    /// A pool without threads; they are started when they are needed.
    #[must_use]
    pub fn new() -> Arc<Self> {
        let (jobs, queue) = unbounded();
        Arc::new(Self { jobs, queue, idle: Arc::default() })
    }

    /// Runs the job on a worker thread.
    pub(super) fn run(&self, job: Arc<dyn Job>) {
        if !self.claim_idle() {
            self.spawn();
        }
        // The receiver lives in `self`, so the channel is never closed here.
        let _ = self.jobs.send(job);
    }

    fn claim_idle(&self) -> bool {
        let claim = |idle: usize| idle.checked_sub(1);
        self.idle.fetch_update(Ordering::SeqCst, Ordering::SeqCst, claim).is_ok()
    }

    fn spawn(&self) {
        let (queue, idle) = (self.queue.clone(), self.idle.clone());
        let work = move || {
            while let Ok(job) = queue.recv() {
                job.work();
                drop(job);
                idle.fetch_add(1, Ordering::SeqCst);
            }
        };
        if let Err(error) = thread::Builder::new().name("pulsewire-worker".into()).spawn(work) {
            tracing::error!("cannot start a worker thread: {error}");
        }
    }
}

impl std::fmt::Debug for Workers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workers").field("idle", &self.idle).finish_non_exhaustive()
    }
}
