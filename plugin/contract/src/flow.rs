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
    /// Out of the first pulse output: what most nodes return.
    pub const NEXT: Self = Self::Emit(0);
}

/// Why a node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A pulse came in at this pulse input (counted from 0).
    Pulse(u32),
    /// An event for this node came; [`Context::take_event`](crate::Context::take_event) returns it.
    Event,
    /// A value node is read; where the pulse would go does not matter.
    Read,
    /// The branch that [`Flow::Loop`] started has finished.
    Resume,
}
