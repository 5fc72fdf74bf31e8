//! Flows on their way across the boundary.

use super::raw::RawFlow;
use crate::Flow;

impl RawFlow {
    /// The node failed: [`RawNode::failure`](super::raw::RawNode::failure) says why.
    pub(super) const FAILED: Self = Self { kind: 3, output: 0 };

    /// The flow that the node returned; none when it failed.
    #[inline]
    pub(super) fn into_flow(self) -> Option<Flow> {
        match self.kind {
            0 => Some(Flow::End),
            1 => Some(Flow::Emit(self.output)),
            2 => Some(Flow::Loop(self.output)),
            _ => None,
        }
    }
}

impl From<Flow> for RawFlow {
    #[inline]
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::End => Self { kind: 0, output: 0 },
            Flow::Emit(output) => Self { kind: 1, output },
            Flow::Loop(output) => Self { kind: 2, output },
        }
    }
}
