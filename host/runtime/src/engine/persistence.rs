//! Notes which persistent variables a graph has set, and copies them between two events.
//!
//! The thread that runs the graph notes; the [`state`](crate::state) writer asks for copies. Neither waits for the other:
//! the writer copies from a graph at rest, and a graph at work copies after its event.

use super::plan::{Plan, PlanVariable};
use super::shared_variables::{SharedVariable, SharedVariables};
use crossbeam_channel::Sender;
use pulsewire_plugin::{Context, Flow, Node, NodeError, Value};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Identifies a persistent variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableKey {
    /// The name of its graph; empty for a variable of the project.
    pub graph: String,
    /// Its name.
    pub variable: String,
}

impl VariableKey {
    /// The key of a variable of the graph `graph`.
    #[must_use]
    pub fn new(graph: &str, variable: &PlanVariable) -> Self {
        let graph = if variable.shared { "" } else { graph };
        Self { graph: graph.to_owned(), variable: variable.name.to_string() }
    }
}

/// The value of a persistent variable between two events of a graph that set it.
#[derive(Clone, Debug)]
pub struct PersistentCopy {
    /// The variable.
    pub key: VariableKey,
    /// Its value.
    pub value: Value,
    /// Orders the copies of a variable that several graphs set; 0 for a variable of one graph.
    pub version: u64,
}

/// The persistent variables that a graph may set.
pub(super) struct Persistence {
    entries: Vec<Entry>,
    /// A variable was set since the last copy.
    changed: AtomicBool,
    /// The writer was told so.
    announced: AtomicBool,
    /// The writer wants a copy after the event that runs now.
    wanted: AtomicBool,
    copies: Mutex<Vec<PersistentCopy>>,
    writer: Sender<()>,
}

struct Entry {
    key: VariableKey,
    slot: u32,
    shared: Option<Arc<SharedVariable>>,
    changed: AtomicBool,
}

impl Persistence {
    /// For a graph that has persistent variables.
    pub(super) fn new(
        plan: &Plan,
        shared: &SharedVariables,
        writer: Option<&Sender<()>>,
    ) -> Option<Arc<Self>> {
        let persistent = plan.variables.iter().filter(|one| one.persist);
        let entries: Vec<Entry> = persistent.map(|one| Entry::new(plan, one, shared)).collect();
        let writer = writer.filter(|_| !entries.is_empty())?.clone();
        Some(Arc::new(Self {
            entries,
            changed: AtomicBool::new(false),
            announced: AtomicBool::new(false),
            wanted: AtomicBool::new(false),
            copies: Mutex::default(),
            writer,
        }))
    }

    /// Called after each event of the graph.
    #[inline]
    pub(super) fn after_event(&self, slots: &[Value]) {
        if !self.changed.load(Ordering::Relaxed) {
            return;
        }
        if !self.announced.swap(true, Ordering::AcqRel) {
            self.wake_writer();
        }
        if self.wanted.load(Ordering::Acquire) {
            self.copy(slots);
            self.wake_writer();
        }
    }

    /// Copies the variables that were set since the last copy.
    pub(super) fn copy(&self, slots: &[Value]) {
        self.wanted.store(false, Ordering::Relaxed);
        self.changed.store(false, Ordering::Relaxed);
        let mut copies = self.copies();
        for entry in self.entries.iter().filter(|one| one.changed.swap(false, Ordering::Relaxed)) {
            let (value, version) = match &entry.shared {
                Some(shared) => shared.get(),
                None => (slots[entry.slot as usize].clone(), 0),
            };
            copies.push(PersistentCopy { key: entry.key.clone(), value, version });
        }
    }

    /// Asks for copies if variables were set since the last ones. Returns false when none were.
    pub(super) fn request(&self) -> bool {
        let changed = self.announced.swap(false, Ordering::AcqRel);
        self.wanted.fetch_or(changed, Ordering::Release);
        changed
    }

    /// The graph could not be copied from: a thread runs it. If its event is over by now, nobody would copy before the
    /// next one, so the writer has to look again.
    pub(super) fn look_again(&self) {
        self.announced.store(true, Ordering::Release);
        self.wake_writer();
    }

    /// Takes the copies, in the order in which they were made.
    pub(super) fn take(&self) -> Vec<PersistentCopy> {
        std::mem::take(&mut *self.copies())
    }

    fn copies(&self) -> MutexGuard<'_, Vec<PersistentCopy>> {
        self.copies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A full channel means that the writer will look anyway.
    fn wake_writer(&self) {
        let _ = self.writer.try_send(());
    }

    /// Wraps a node that sets this variable, if it persists.
    pub(super) fn wrap(self: &Arc<Self>, node: Box<dyn Node>, slot: u32) -> Box<dyn Node> {
        match self.entries.iter().position(|entry| entry.slot == slot) {
            Some(entry) => Box::new(SetsPersistent { node, persistence: self.clone(), entry }),
            None => node,
        }
    }
}

impl Entry {
    fn new(plan: &Plan, variable: &PlanVariable, shared: &SharedVariables) -> Self {
        Self {
            key: VariableKey::new(&plan.name, variable),
            slot: variable.slot,
            shared: shared.get(&*variable.name).filter(|_| variable.shared).cloned(),
            changed: AtomicBool::new(false),
        }
    }
}

/// Wraps an action node that names a persistent variable.
struct SetsPersistent {
    node: Box<dyn Node>,
    persistence: Arc<Persistence>,
    entry: usize,
}

impl Node for SetsPersistent {
    fn start(&mut self) -> Result<(), NodeError> {
        self.node.start()
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.persistence.entries[self.entry].changed.store(true, Ordering::Relaxed);
        self.persistence.changed.store(true, Ordering::Relaxed);
        self.node.run(context)
    }
}
