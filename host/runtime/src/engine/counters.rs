use super::graph::Graph;
use super::interpreter::Interpreter;
use super::plan::Mode;
use std::sync::atomic::{Ordering, fence};

/// How often a node ran and failed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NodeCounters {
    /// Its name.
    pub node: String,
    /// Its type.
    #[serde(rename = "type")]
    pub node_type: String,
    /// How often it ran.
    pub fired: u64,
    /// How often it was skipped because it is not enabled or has `pulse_pass_through`.
    pub skipped: u64,
    /// How often it failed.
    pub errors: u64,
}

impl Graph {
    /// How often each node ran and failed. None while another thread runs the graph, and after it stopped.
    #[must_use]
    pub fn counters(&self) -> Option<Vec<NodeCounters>> {
        let counted = self.interpreter.try_lock().ok()?.as_ref().map(|graph| self.count(graph));
        // See `Graph::run_again` in `dispatch`; this thread runs no node.
        fence(Ordering::SeqCst);
        self.run_if_waiting();
        counted
    }

    fn count(&self, interpreter: &Interpreter) -> Vec<NodeCounters> {
        let nodes = self.plan().nodes.iter().zip(interpreter.states());
        let counted = nodes.map(|(node, state)| {
            let (fired, skipped) = match node.mode {
                Mode::Enabled => (state.fired, 0),
                Mode::Disabled | Mode::PassThrough => (0, state.fired),
            };
            NodeCounters {
                node: node.name.to_string(),
                node_type: node.node_type.info.id.clone(),
                fired,
                skipped,
                errors: state.errors,
            }
        });
        counted.collect()
    }
}
