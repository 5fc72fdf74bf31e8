//! Flows and triggers on their way across.

use super::raw::{RawFlow, RawTrigger};
use crate::{Flow, Trigger};

impl RawFlow {
    /// The node failed: [`RawNode::failure`](super::raw::RawNode::failure) says why.
    pub(super) const FAILED: Self = Self { kind: 3, output: 0 };

    /// What the node answered; none when it failed.
    #[inline]
    pub(super) fn answer(self) -> Option<Flow> {
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

impl From<Trigger> for RawTrigger {
    #[inline]
    fn from(trigger: Trigger) -> Self {
        match trigger {
            Trigger::Pulse(pulse) => Self { kind: 0, pulse },
            Trigger::Event => Self { kind: 1, pulse: 0 },
            Trigger::Read => Self { kind: 2, pulse: 0 },
            Trigger::Resume => Self { kind: 3, pulse: 0 },
        }
    }
}

impl From<RawTrigger> for Trigger {
    #[inline]
    fn from(raw: RawTrigger) -> Self {
        match raw.kind {
            0 => Self::Pulse(raw.pulse),
            1 => Self::Event,
            2 => Self::Read,
            _ => Self::Resume,
        }
    }
}
