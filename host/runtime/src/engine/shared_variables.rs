//! Variables that all graphs of a project share.

use pulsewire_plugin::{Context, Flow, Node, NodeError, Value};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The variables of a project, by name.
pub type SharedVariables = HashMap<String, Arc<SharedVariable>>;

/// A variable that all graphs of a project share.
#[derive(Debug)]
pub struct SharedVariable(Mutex<Held>);

#[derive(Debug)]
struct Held {
    value: Value,
    /// Counts the steps of nodes on it: orders the copies that several graphs make.
    version: u64,
}

impl SharedVariable {
    /// With its first value.
    #[must_use]
    pub fn new(value: Value) -> Self {
        Self(Mutex::new(Held { value, version: 0 }))
    }

    /// Sets its value before the graphs run.
    pub fn set(&self, value: Value) {
        self.lock().value = value;
    }

    /// Its value now, and its version: a higher one is later.
    pub(super) fn get(&self) -> (Value, u64) {
        let held = self.lock();
        (held.value.clone(), held.version)
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wraps a node that names a shared variable: it has the variable to itself while it runs, so each of its steps is
/// atomic, and the changes reach the listeners in the order in which they were made.
pub(super) struct SharesVariable {
    pub(super) node: Box<dyn Node>,
    pub(super) variable: Arc<SharedVariable>,
}

impl Node for SharesVariable {
    fn start(&mut self) -> Result<(), NodeError> {
        self.node.start()
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let mut held = self.variable.lock();
        held.version += 1;
        std::mem::swap(&mut held.value, context.variable()?);
        let flow = catch_unwind(AssertUnwindSafe(|| self.node.run(context)));
        std::mem::swap(&mut held.value, context.variable()?);
        drop(held);
        flow.unwrap_or_else(|panic| resume_unwind(panic))
    }
}
