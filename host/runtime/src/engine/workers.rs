use super::graph::Graph;
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Threads for graphs that nobody else runs: at the start, after a timer, and when the thread that brought an
/// event has run enough for others.
///
/// A graph waits for a worker at most once, so there are never more jobs or threads than graphs.
#[derive(Debug)]
pub struct Workers {
    jobs: Sender<Arc<Graph>>,
    queue: Receiver<Arc<Graph>>,
    /// Threads that wait for a job, less the jobs that wait for them.
    idle: Arc<AtomicUsize>,
}

impl Workers {
    /// No thread yet.
    #[must_use]
    pub fn new() -> Arc<Self> {
        let (jobs, queue) = unbounded();
        Arc::new(Self { jobs, queue, idle: Arc::default() })
    }

    /// Lets a worker run the graph until its inbox is empty.
    pub(super) fn run(&self, graph: Arc<Graph>) {
        if !self.claim_idle() {
            self.spawn();
        }
        // The receiver lives in `self`, so the channel is never closed here.
        let _ = self.jobs.send(graph);
    }

    fn claim_idle(&self) -> bool {
        let claim = |idle: usize| idle.checked_sub(1);
        self.idle.fetch_update(Ordering::SeqCst, Ordering::SeqCst, claim).is_ok()
    }

    fn spawn(&self) {
        let (queue, idle) = (self.queue.clone(), self.idle.clone());
        let work = move || {
            while let Ok(graph) = queue.recv() {
                graph.run_all();
                drop(graph);
                idle.fetch_add(1, Ordering::SeqCst);
            }
        };
        if let Err(error) = thread::Builder::new().name("pulsewire-worker".into()).spawn(work) {
            tracing::error!("cannot start a worker thread: {error}");
        }
    }
}
