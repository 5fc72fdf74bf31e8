use crate::Value;
use std::fmt;
use std::sync::Arc;

/// Where events go in: a running graph, seen from the sources of its events.
pub trait Emit: Send + Sync {
    /// Brings an event for `node`. Whoever brings an event may run the graph on its own thread before this
    /// returns; events of one source keep their order.
    ///
    /// # Errors
    /// Gives the event back when the graph's inbox is full, and tells when the graph has stopped.
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError>;

    /// Calls `wake` once, soon, when the inbox has room again (or at once, when it has room now or the graph
    /// has stopped).
    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>);
}

/// Why an event was not taken.
#[derive(Debug, PartialEq)]
pub enum EmitError {
    /// The inbox is full: here is the event; try again after [`Emitter::when_ready`].
    Full(Value),
    /// The graph has stopped and takes no more events.
    Stopped,
}

/// Brings events to one node of a running graph, from any thread.
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

    /// Brings an event: the node runs with [`Trigger::Event`](crate::Trigger::Event) and this value.
    ///
    /// The graph may run on this thread before the call returns.
    ///
    /// # Errors
    /// Gives the event back when the graph's inbox is full, and tells when the graph has stopped.
    pub fn emit(&self, event: impl Into<Value>) -> Result<(), EmitError> {
        self.target.emit(self.node, event.into())
    }

    /// Calls `wake` once when the inbox has room again: how a source that stopped reading goes on.
    pub fn when_ready(&self, wake: impl FnOnce() + Send + 'static) {
        self.target.when_ready(Box::new(wake));
    }

    /// Where the events go and for which node.
    pub(crate) fn parts(&self) -> (&Arc<dyn Emit>, u32) {
        (&self.target, self.node)
    }
}

impl fmt::Debug for Emitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Emitter(node {})", self.node)
    }
}
