use crate::{Context, Flow, NodeError};

/// A running node: one use of a node type in a graph.
///
/// The graph calls it from one thread at a time. It must return soon: work that takes time (network, timers) is
/// started here and reports back as an event through the node's [`Emitter`](crate::Emitter).
pub trait Node: Send {
    /// Called once before the graph handles its first event; event nodes register with their source here. `check` calls
    /// it too, and ends without an event.
    ///
    /// # Errors
    /// Why the node cannot work; the project then does not start.
    fn start(&mut self) -> Result<(), NodeError> {
        Ok(())
    }

    /// Runs the node for one pulse, event, read or finished branch; see [`Context::trigger`].
    ///
    /// # Errors
    /// What went wrong; it ends the branch and reaches the graph's On Error.
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError>;
}
