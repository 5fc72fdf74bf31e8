use super::inbox::Inbox;
use super::interpreter::Interpreter;
use super::persistence::Persistence;
use super::plan::{Plan, PlanNode};
use super::progress::Progress;
use super::workers::Workers;
use std::sync::atomic::{AtomicBool, AtomicU8};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// A running graph. It has no thread of its own: the thread that delivers an event runs it, unless another
/// thread is running the graph; then that one finds the event in the inbox.
pub struct Graph {
    pub(super) plan: Arc<Plan>,
    pub(super) inbox: Inbox,
    pub(super) progress: Arc<Progress>,
    /// Held by the thread that runs the graph; only ever tried, never waited for.
    pub(super) interpreter: Mutex<Option<Interpreter>>,
    pub(super) state: AtomicU8,
    /// Callbacks of sources that wait for room in the inbox.
    pub(super) waiting: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    pub(super) someone_waits: AtomicBool,
    /// Waits for a worker.
    pub(super) on_worker: AtomicBool,
    pub(super) persistence: Option<Arc<Persistence>>,
    pub(super) workers: Arc<Workers>,
    pub(super) this: Weak<Self>,
}

/// Events wait in the inbox until the graph opens.
pub(super) const CLOSED: u8 = 0;
/// Events are taken and run.
pub(super) const OPEN: u8 = 1;
/// No more events are taken.
pub(super) const STOPPED: u8 = 2;

impl Graph {
    /// The compiled graph.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The node that runs now.
    #[must_use]
    pub fn running_node(&self) -> Option<&PlanNode> {
        self.progress.running().and_then(|running| self.plan.nodes.get(running.node as usize))
    }
}

/// Locks a mutex, also when a thread panicked while it held it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Graph({})", self.plan.name)
    }
}
