use super::failures::FailedEvent;
use super::node_state::NodeState;
use super::plan::{Plan, Target};
use super::progress::Progress;
use pulsewire_plugin::{
    Context, Dictionary, Flow, LoopState, Node, NodeError, Text, Trigger, Value,
};
use std::sync::Arc;

/// The nodes of a graph, and the slots that they read and write.
pub(super) struct Nodes {
    pub(super) plan: Arc<Plan>,
    pub(super) states: Vec<NodeState>,
    slots: Vec<Value>,
    /// Names the running node: the one to blame for a panic or for not returning.
    pub(super) progress: Arc<Progress>,
}

impl Nodes {
    /// From created nodes, in the order of the plan.
    pub(super) fn new(plan: Arc<Plan>, nodes: Vec<Box<dyn Node>>, progress: Arc<Progress>) -> Self {
        let state = |(node, planned)| NodeState::new(node, planned, &plan.targets);
        let states = nodes.into_iter().zip(&plan.nodes).map(state).collect();
        Self { states, slots: plan.slots.clone(), progress, plan }
    }

    /// The values now.
    pub(super) fn slots(&self) -> &[Value] {
        &self.slots
    }

    #[inline]
    pub(super) fn run(
        &mut self,
        node: u32,
        trigger: Trigger,
        event: &mut Value,
        resume: &mut LoopState,
    ) -> Result<Flow, NodeError> {
        let state = &mut self.states[node as usize];
        state.fired += 1;
        self.progress.begin(node, state.fired);
        let inputs = state.inputs.of(&self.plan.inputs);
        let (output, variable) = (state.first_output, state.variable);
        let slots = &mut self.slots;
        state.node.run(&mut Context::new(slots, inputs, output, variable, trigger, event, resume))
    }

    /// An event node with its outputs, as the failure of another node reports it.
    #[cold]
    pub(super) fn event_of(&self, node: u32) -> FailedEvent {
        let planned = &self.plan.nodes[node as usize];
        let own = planned.node_type.sockets(&planned.attributes).ok().flatten();
        let sockets = own.as_ref().unwrap_or(&planned.node_type.info.sockets);
        let mut outputs = Dictionary::default();
        for (socket, value) in
            sockets.outputs.iter().zip(&self.slots[planned.first_output as usize..])
        {
            outputs.set(Text::from(socket.id.as_str()), value.clone());
        }
        FailedEvent { node: planned.name.to_string(), outputs }
    }

    /// Where a pulse output leads. An output that the node does not have leads nowhere.
    #[inline]
    pub(super) fn target(&self, node: u32, output: u32) -> Target {
        let state = &self.states[node as usize];
        match output {
            0 => state.next,
            _ => {
                *state.targets.of(&self.plan.targets).get(output as usize).unwrap_or(&Target::NONE)
            }
        }
    }
}
