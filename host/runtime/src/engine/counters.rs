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
    /// How often it was skipped: it is not enabled, or only what follows it is to run.
    pub skipped: u64,
    /// How often it failed.
    pub errors: u64,
}

impl Graph {
    /// How often each node ran and failed; none while another thread runs the graph or after it stopped.
    #[must_use]
    pub fn counters(&self) -> Option<Vec<NodeCounters>> {
        let counted = self.interpreter.try_lock().ok()?.as_ref().map(|graph| self.count(graph));
        // See `look_again`; whoever only counts runs no node.
        fence(Ordering::SeqCst);
        self.run_elsewhere();
        counted
    }

    fn count(&self, interpreter: &Interpreter) -> Vec<NodeCounters> {
        let nodes = self.plan().nodes.iter().zip(interpreter.cells());
        let counted = nodes.map(|(node, cell)| {
            let (fired, skipped) = match node.mode {
                Mode::On => (cell.fired, 0),
                Mode::Off | Mode::PassThrough => (0, cell.fired),
            };
            NodeCounters {
                node: node.name.to_string(),
                node_type: node.node_type.info.id.clone(),
                fired,
                skipped,
                errors: cell.errors,
            }
        });
        counted.collect()
    }
}
