//! A running graph: its life from the making of its nodes to its stop.

use super::failures::Failures;
use super::handover::defer;
use super::inbox::{Inbox, InboxLimits};
use super::interpreter::Interpreter;
use super::make::make_nodes;
use super::plan::{Plan, PlanNode};
use super::progress::Progress;
use super::workers::Workers;
use pulsewire_plugin::{Emit, Node, NodeError, Value};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering, fence};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// A running graph. It has no thread of its own: the thread that brings an event runs it, unless another
/// thread is running the graph; then that one finds the event in the inbox.
pub struct Graph {
    plan: Arc<Plan>,
    pub(super) inbox: Inbox,
    /// What it does now.
    pub(super) progress: Arc<Progress>,
    /// Held by the thread that runs the graph; only ever tried, never waited for.
    pub(super) interpreter: Mutex<Option<Interpreter>>,
    pub(super) state: AtomicU8,
    /// Those who wait for room in the inbox.
    pub(super) waiting: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    pub(super) someone_waits: AtomicBool,
    /// Waits for a worker.
    pub(super) handed_over: AtomicBool,
    pub(super) workers: Arc<Workers>,
    pub(super) this: Weak<Self>,
}

/// How soon a graph that is not at rest is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// The node type whose events begin a graph.
const INITIALIZE: &str = "event.initialize";

/// Events wait in the inbox until the graph opens.
pub(super) const CLOSED: u8 = 0;
/// Events are taken and run.
pub(super) const OPEN: u8 = 1;
/// No more events are taken.
pub(super) const STOPPED: u8 = 2;

/// A node that could not be made or started.
#[derive(Debug)]
pub struct GraphError {
    /// The node, by its index in the plan.
    pub node: u32,
    /// What it said.
    pub error: NodeError,
}

impl Graph {
    /// Makes a graph and its nodes; nothing runs before [`open`](Self::open).
    ///
    /// # Errors
    /// The nodes that cannot be made.
    pub fn new(
        plan: Plan,
        most_steps: u64,
        inbox: InboxLimits,
        failures: Arc<Failures>,
        workers: Arc<Workers>,
    ) -> Result<Arc<Self>, Vec<GraphError>> {
        let plan = Arc::new(plan);
        // On Initialize comes first, so there is always room for it.
        let events = inbox.events.max(plan.of_type(INITIALIZE).len()).max(1);
        let graph = Arc::new_cyclic(|this| Self {
            plan: plan.clone(),
            inbox: Inbox::new(InboxLimits { events, ..inbox }),
            progress: Arc::default(),
            interpreter: Mutex::new(None),
            state: AtomicU8::new(CLOSED),
            waiting: Mutex::default(),
            someone_waits: AtomicBool::new(false),
            handed_over: AtomicBool::new(false),
            workers,
            this: this.clone(),
        });
        let nodes = make_nodes(&plan, &graph)?;
        let progress = graph.progress.clone();
        let interpreter = Interpreter::new(plan, nodes, most_steps, failures, progress);
        *lock(&graph.interpreter) = Some(interpreter);
        Ok(graph)
    }

    /// The compiled graph.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Lets every node start: event nodes register with their sources. On Initialize is the first event; it
    /// and what the sources bring wait until [`open`](Self::open), so that every graph is ready by then.
    ///
    /// # Errors
    /// The first node that cannot start.
    pub fn start(&self) -> Result<(), GraphError> {
        for node in self.plan.of_type(INITIALIZE) {
            let _ = self.put(node, Value::Null);
        }
        match &mut *lock(&self.interpreter) {
            Some(interpreter) => {
                interpreter.start().map_err(|(node, error)| GraphError { node, error })
            }
            None => Ok(()),
        }
    }

    /// Lets a worker begin with the events.
    pub fn open(&self) {
        self.state.store(OPEN, Ordering::SeqCst);
        self.hand_over();
    }

    /// Puts a node behind another that watches it.
    pub fn wrap(&self, node: u32, wrap: impl FnOnce(Box<dyn Node>) -> Box<dyn Node>) {
        if let Some(interpreter) = &mut *lock(&self.interpreter) {
            interpreter.wrap(node, wrap);
        }
    }

    /// Brings an event to every node of a type, without running the graph on this thread. False when the
    /// inbox is full or the graph has stopped.
    pub fn post(&self, node_type: &str) -> bool {
        let nodes = self.plan.of_type(node_type);
        defer(
            || nodes.into_iter().all(|node| self.emit(node, Value::Null).is_ok()),
            |graph| graph.hand_over(),
        )
    }

    /// Waits until the inbox is empty and nobody runs the graph, or the time is over: then it is false. Workers run
    /// what waits, for a node that does not return must not keep the thread that calls this.
    #[must_use]
    pub fn settle(&self, until: Instant) -> bool {
        while !self.is_at_rest() {
            self.run_elsewhere();
            if Instant::now() >= until {
                return false;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        true
    }

    fn is_at_rest(&self) -> bool {
        let is_free = self.interpreter.try_lock().is_ok();
        // See `look_again`.
        fence(Ordering::SeqCst);
        is_free && self.inbox.is_empty()
    }

    /// Lets a worker run what waits in the inbox, unless somebody handles an event now.
    pub(super) fn run_elsewhere(&self) {
        if !self.inbox.is_empty() && self.progress.now().is_none() {
            self.hand_over();
        }
    }

    /// The node that runs now.
    #[must_use]
    pub fn at_work(&self) -> Option<&PlanNode> {
        self.progress.now().and_then(|at| self.plan.nodes.get(at.node as usize))
    }

    /// Takes no more events, and drops the nodes when nobody runs the graph. Gives how many events were still
    /// waiting.
    pub fn stop(&self) -> usize {
        self.state.store(STOPPED, Ordering::SeqCst);
        self.wake_waiting();
        if let Ok(mut interpreter) = self.interpreter.try_lock() {
            // Nodes hold emitters, which hold the graph: without this it would never be freed.
            interpreter.take();
        }
        std::iter::from_fn(|| self.inbox.pop()).count()
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Graph({})", self.plan.file)
    }
}
