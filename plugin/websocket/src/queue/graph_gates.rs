use super::gate::Gate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The gates of the queues into which a graph sends. Complete once its nodes exist; a connection copies the list when
/// it opens, so messages need no lock.
#[derive(Debug, Default)]
pub(crate) struct GraphGates(Mutex<Vec<Arc<Gate>>>);

/// The gates of each graph of the project, by its name.
#[derive(Debug, Default)]
pub(crate) struct GraphGatesByName(Mutex<HashMap<String, Arc<GraphGates>>>);

impl GraphGates {
    /// Adds the gate of a queue into which the graph sends.
    pub(crate) fn add(&self, gate: &Arc<Gate>) {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !gates.iter().any(|one| Arc::ptr_eq(one, gate)) {
            gates.push(gate.clone());
        }
    }

    /// The gates of several graphs, each once.
    pub(crate) fn union<'a>(gates: impl Iterator<Item = &'a Arc<Self>>) -> Vec<Arc<Gate>> {
        let all = Self::default();
        for graph in gates {
            let gates = graph.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
            gates.iter().for_each(|gate| all.add(gate));
        }
        all.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GraphGatesByName {
    /// The gates of the graph with this name.
    pub(crate) fn get(&self, name: &str) -> Arc<GraphGates> {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gates.entry(name.to_owned()).or_default().clone()
    }
}
