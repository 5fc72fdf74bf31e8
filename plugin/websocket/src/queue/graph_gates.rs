use super::gate::Gate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The gates of the queues into which a graph sends. They are known when its nodes were made; messages look only
/// at the list that their connection took when it opened.
#[derive(Debug, Default)]
pub(crate) struct GraphGates(Mutex<Vec<Arc<Gate>>>);

/// The graphs of the project, by name.
#[derive(Debug, Default)]
pub(crate) struct GraphGatesByName(Mutex<HashMap<String, Arc<GraphGates>>>);

impl GraphGates {
    /// The graph sends into a queue that has this gate.
    pub(crate) fn add(&self, gate: &Arc<Gate>) {
        let mut gates = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !gates.iter().any(|one| Arc::ptr_eq(one, gate)) {
            gates.push(gate.clone());
        }
    }

    /// Every gate of a queue into which one of these graphs sends, once.
    pub(crate) fn gates<'a>(graphs: impl Iterator<Item = &'a Arc<Self>>) -> Vec<Arc<Gate>> {
        let all = Self::default();
        for graph in graphs {
            let gates = graph.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
            gates.iter().for_each(|gate| all.add(gate));
        }
        all.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GraphGatesByName {
    /// The graph of this name.
    pub(crate) fn get(&self, name: &str) -> Arc<GraphGates> {
        let mut graphs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        graphs.entry(name.to_owned()).or_default().clone()
    }
}
