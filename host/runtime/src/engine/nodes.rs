use super::cell::Cell;
use super::plan::{Plan, Target};
use super::progress::Progress;
use pulsewire_plugin::{Context, Flow, LoopState, Node, NodeError, Trigger, Value};
use std::sync::Arc;

/// The nodes of a graph, and what they read and write.
pub(super) struct Nodes {
    pub(super) plan: Arc<Plan>,
    pub(super) cells: Vec<Cell>,
    slots: Vec<Value>,
    /// The node that runs: whom to blame for a panic, and for not returning.
    pub(super) progress: Arc<Progress>,
}

impl Nodes {
    /// Made nodes, in the order of the plan.
    pub(super) fn new(plan: Arc<Plan>, made: Vec<Box<dyn Node>>, progress: Arc<Progress>) -> Self {
        let cell = |(node, planned)| Cell::new(node, planned, &plan.targets);
        let cells = made.into_iter().zip(&plan.nodes).map(cell).collect();
        Self { cells, slots: plan.slots.clone(), progress, plan }
    }

    #[inline]
    pub(super) fn run(
        &mut self,
        node: u32,
        trigger: Trigger,
        event: &mut Value,
        resume: &mut LoopState,
    ) -> Result<Flow, NodeError> {
        let cell = &mut self.cells[node as usize];
        cell.fired += 1;
        self.progress.begin(node, cell.fired);
        let inputs = cell.inputs.of(&self.plan.inputs);
        let (output, variable) = (cell.first_output, cell.variable);
        let slots = &mut self.slots;
        cell.node.run(&mut Context::new(slots, inputs, output, variable, trigger, event, resume))
    }

    /// Where a pulse output leads; a node that answers an output it does not have leads nowhere.
    #[inline]
    pub(super) fn target(&self, node: u32, output: u32) -> Target {
        let cell = &self.cells[node as usize];
        match output {
            0 => cell.next,
            _ => *cell.targets.of(&self.plan.targets).get(output as usize).unwrap_or(&Target::NONE),
        }
    }
}
