use crate::{Context, Flow, NodeError};

/// A node at work: one use of a node type in a running graph.
///
/// The graph calls it from one thread at a time. It must return soon: work that takes time (network, timers) is
/// begun here and comes back as an event through the node's [`Emitter`](crate::Emitter).
pub trait Node: Send {
    /// Called once before the graph handles its first event; event nodes register with their source here.
    ///
    /// # Errors
    /// What keeps the node from working; the project then does not start.
    fn start(&mut self) -> Result<(), NodeError> {
        Ok(())
    }

    /// Does the node's work for one pulse, event, reading or return from a branch; see [`Context::trigger`].
    ///
    /// # Errors
    /// What went wrong; it ends the branch and reaches the graph's On Error.
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError>;
}
