//! A graph from the creation of its nodes to its stop.

use super::create_nodes::{GraphError, create_nodes};
use super::dispatch::defer;
use super::failures::Failures;
use super::graph::{CLOSED, Graph, OPEN, STOPPED, lock};
use super::inbox::{Inbox, InboxLimits};
use super::interpreter::Interpreter;
use super::persistence::{Persistence, PersistentCopy};
use super::plan::Plan;
use super::shared_variables::SharedVariables;
use super::workers::Workers;
use crossbeam_channel::Sender;
use pulsewire_plugin::{Emit, Node, Value};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering, fence};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How soon a graph that is not at rest is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// The node type whose events begin a graph.
const INITIALIZE: &str = "event.initialize";

/// What the variables of a graph need that belong to the project, or persist.
#[derive(Debug, Default)]
pub struct Lasting {
    /// The variables of the project.
    pub shared: SharedVariables,
    /// Wakes the writer of the state; none when nothing is kept.
    pub writer: Option<Sender<()>>,
}

impl Graph {
    /// Creates a graph and its nodes; nothing runs before [`open`](Self::open).
    ///
    /// # Errors
    /// The nodes that cannot be created.
    pub fn new(
        plan: Plan,
        most_steps: u64,
        inbox: InboxLimits,
        failures: Arc<Failures>,
        workers: Arc<Workers>,
        lasting: &Lasting,
    ) -> Result<Arc<Self>, Vec<GraphError>> {
        let plan = Arc::new(plan);
        let persistence = Persistence::new(&plan, &lasting.shared, lasting.writer.as_ref());
        // On Initialize comes first, so there is always room for it.
        let events = inbox.events.max(plan.of_type(INITIALIZE).len()).max(1);
        let graph = Arc::new_cyclic(|this| Self {
            plan: plan.clone(),
            inbox: Inbox::new(InboxLimits { events, ..inbox }, most_steps),
            progress: Arc::default(),
            interpreter: Mutex::new(None),
            state: AtomicU8::new(CLOSED),
            waiting: Mutex::default(),
            someone_waits: AtomicBool::new(false),
            on_worker: AtomicBool::new(false),
            persistence: persistence.clone(),
            workers,
            this: this.clone(),
        });
        let nodes = create_nodes(
            &plan,
            &(graph.clone() as Arc<dyn Emit>),
            &lasting.shared,
            persistence.as_ref(),
        )?;
        let progress = graph.progress.clone();
        let interpreter =
            Interpreter::new(plan, nodes, most_steps, failures, progress, persistence);
        *lock(&graph.interpreter) = Some(interpreter);
        Ok(graph)
    }

    /// Starts every node: event nodes register with their sources. On Initialize is the first event; it
    /// and the events of the sources wait until [`open`](Self::open), so that every graph is ready by then.
    ///
    /// # Errors
    /// All nodes that cannot start.
    pub fn start(&self) -> Result<(), Vec<GraphError>> {
        for node in self.plan.of_type(INITIALIZE) {
            let _ = self.enqueue(node, Value::Null);
        }
        let errors = lock(&self.interpreter).as_mut().map(Interpreter::start).unwrap_or_default();
        let errors: Vec<_> =
            errors.into_iter().map(|(node, error)| GraphError { node, error }).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Lets a worker begin with the events.
    pub fn open(&self) {
        self.state.store(OPEN, Ordering::SeqCst);
        self.run_on_worker();
    }

    /// Replaces a node by one that wraps it.
    pub fn wrap(&self, node: u32, wrap: impl FnOnce(Box<dyn Node>) -> Box<dyn Node>) {
        if let Some(interpreter) = &mut *lock(&self.interpreter) {
            interpreter.wrap(node, wrap);
        }
    }

    /// Emits an event to every node of a type, without running the graph on this thread. Returns false when the
    /// inbox is full or the graph has stopped.
    pub fn post(&self, node_type: &str) -> bool {
        let nodes = self.plan.of_type(node_type);
        defer(
            || nodes.into_iter().all(|node| self.emit(node, Value::Null).is_ok()),
            |graph| graph.run_on_worker(),
        )
    }

    /// The run ends: chains of events that the graph raises itself do not go on for ever.
    pub fn end_chains(&self) {
        self.inbox.end_chains();
    }

    /// Whether no event waits and no thread runs the graph.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        let is_free = self.interpreter.try_lock().is_ok();
        // See `Graph::run_again` in `dispatch`.
        fence(Ordering::SeqCst);
        is_free && self.inbox.is_empty()
    }

    /// Waits until the inbox is empty and no thread runs the graph. Returns false when that does not happen in time.
    /// Workers run what waits, since a node that does not return must not block the calling thread.
    #[must_use]
    pub fn settle(&self, until: Instant) -> bool {
        while !self.is_at_rest() {
            self.run_if_waiting();
            if Instant::now() >= until {
                return false;
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        true
    }

    /// Takes the copies of persistent variables, in the order in which they were made. Asks for new ones if variables
    /// were set since: at once when no thread runs the graph, otherwise they can be taken after its event.
    pub fn take_persistent(&self) -> Vec<PersistentCopy> {
        let Some(persistence) = &self.persistence else { return Vec::new() };
        if persistence.request() {
            match self.interpreter.try_lock() {
                Ok(interpreter) => {
                    interpreter.iter().for_each(Interpreter::copy_persistent);
                    drop(interpreter);
                    self.run_again();
                }
                Err(_) => persistence.look_again(),
            }
        }
        persistence.take()
    }

    /// Lets a worker run what waits in the inbox, unless some thread handles an event now.
    pub(super) fn run_if_waiting(&self) {
        if !self.inbox.is_empty() && self.progress.running().is_none() {
            self.run_on_worker();
        }
    }

    /// Takes no more events, and drops the nodes when no thread runs the graph. Returns how many events were still
    /// waiting.
    pub fn stop(&self) -> usize {
        self.state.store(STOPPED, Ordering::SeqCst);
        self.wake_waiting();
        if let Ok(mut interpreter) = self.interpreter.try_lock() {
            // Nodes hold emitters, which hold the graph: without this it would never be freed.
            if let Some(interpreter) = interpreter.take() {
                interpreter.copy_persistent();
            }
        }
        std::iter::from_fn(|| self.inbox.pop()).count()
    }
}
