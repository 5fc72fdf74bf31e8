use super::plan::{PlanNode, Span, Target};
use pulsewire_plugin::{LoopState, Node};

/// A node with all that a step needs, side by side in memory.
pub(super) struct NodeState {
    pub(super) node: Box<dyn Node>,
    pub(super) inputs: Span,
    /// Where its first pulse output leads: most nodes have no other.
    pub(super) next: Target,
    pub(super) targets: Span,
    pub(super) pulls: Span,
    pub(super) live_pulls: Span,
    pub(super) first_output: u32,
    pub(super) variable: Option<u32>,
    pub(super) fired: u64,
    pub(super) errors: u64,
}

/// A loop or sequence that runs again when the branch it started is done.
pub(super) struct LoopFrame {
    pub(super) node: u32,
    pub(super) resume: LoopState,
}

impl NodeState {
    pub(super) fn new(node: Box<dyn Node>, planned: &PlanNode, targets: &[Target]) -> Self {
        let next = planned.targets.of(targets).first().copied();
        Self {
            node,
            inputs: planned.inputs,
            next: next.unwrap_or(Target::NONE),
            targets: planned.targets,
            pulls: planned.pulls,
            live_pulls: planned.live_pulls,
            first_output: planned.first_output,
            variable: planned.variable.map(|(slot, _)| slot),
            fired: 0,
            errors: 0,
        }
    }
}
