use crate::{Context, NodeError};

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

/// Where the pulse goes when a node is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Nowhere: this branch ends.
    End,
    /// Out of this pulse output (counted from 0).
    Emit(u32),
    /// Out of this pulse output; when everything behind it is done, the node runs again with
    /// [`Trigger::Resume`] and the [`LoopState`](crate::LoopState) it left.
    Loop(u32),
}

impl Flow {
    /// Out of the first pulse output: what most nodes answer.
    pub const NEXT: Self = Self::Emit(0);
}

/// Why a node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A pulse came in at this pulse input (counted from 0).
    Pulse(u32),
    /// An event for this node came; [`Context::take_event`] has what was emitted.
    Event,
    /// A value node is read; where the pulse would go does not matter.
    Read,
    /// The branch that [`Flow::Loop`] began is done.
    Resume,
}
