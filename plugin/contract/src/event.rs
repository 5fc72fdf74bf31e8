use crate::Value;
use std::fmt;
use std::sync::Arc;

/// A running graph, as the sources of its events see it.
pub trait Emit: Send + Sync {
    /// Emits an event for `node`. The graph may run on the calling thread before this returns. Events of one source keep
    /// their order.
    ///
    /// # Errors
    /// Returns the event when the graph's inbox is full, and [`EmitError::Stopped`] when the graph has stopped.
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError>;

    /// Calls `wake` once when the inbox has room again; at once when it has room now or the graph has stopped.
    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>);
}

/// Why an event was not accepted.
#[derive(Debug, PartialEq)]
pub enum EmitError {
    /// The inbox is full. This is the event; try again after [`Emitter::when_ready`].
    Full(Value),
    /// The graph has stopped and accepts no more events.
    Stopped,
}

/// Emits events for one node of a running graph, from any thread.
#[derive(Clone)]
pub struct Emitter {
    target: Arc<dyn Emit>,
    node: u32,
}

impl Emitter {
    /// An emitter for the node of this index.
    #[must_use]
    pub fn new(target: Arc<dyn Emit>, node: u32) -> Self {
        Self { target, node }
    }

    /// Emits an event: the node runs with [`Trigger::Event`](crate::Trigger::Event) and this value.
    ///
    /// The graph may run on this thread before the call returns.
    ///
    /// # Errors
    /// Returns the event when the graph's inbox is full, and [`EmitError::Stopped`] when the graph has stopped.
    pub fn emit(&self, event: impl Into<Value>) -> Result<(), EmitError> {
        self.target.emit(self.node, event.into())
    }

    /// Calls `wake` once when the inbox has room again, so that a source that paused can resume.
    pub fn when_ready(&self, wake: impl FnOnce() + Send + 'static) {
        self.target.when_ready(Box::new(wake));
    }

    /// The graph and the index of the node.
    pub(crate) fn parts(&self) -> (&Arc<dyn Emit>, u32) {
        (&self.target, self.node)
    }
}

impl fmt::Debug for Emitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Emitter(node {})", self.node)
    }
}
