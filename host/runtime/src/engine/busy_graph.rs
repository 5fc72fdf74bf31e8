//! Notices graphs that keep themselves busy.

use super::graph::Graph;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How long a graph may keep itself busy before that is reported.
const LIMIT: Duration = Duration::from_secs(3);

/// Whether a graph handles events of which each was raised by the one before, without an end.
#[derive(Debug)]
pub(super) struct BusyGraph {
    longest: u32,
    /// When the chain began to grow at each look, and its length then.
    began: (Instant, u32),
    /// The nodes that were seen to handle such events.
    nodes: BTreeSet<u32>,
    reported: bool,
}

impl BusyGraph {
    pub(super) fn new(now: Instant) -> Self {
        Self { longest: 0, began: (now, 0), nodes: BTreeSet::new(), reported: false }
    }

    /// Looks at the graph. Reports once when its longest chain of events has grown at each look for a while.
    pub(super) fn look(&mut self, graph: &Graph, now: Instant) {
        let (longest, node) = graph.inbox.longest_chain();
        if longest == self.longest {
            *self = Self { longest, began: (now, longest), ..Self::new(now) };
            return;
        }
        self.longest = longest;
        self.nodes.insert(node);
        let (began, first) = self.began;
        if now - began >= LIMIT && !std::mem::replace(&mut self.reported, true) {
            let per_second = f64::from(longest - first) / (now - began).as_secs_f64();
            self.report(graph, per_second);
        }
    }

    fn report(&self, graph: &Graph, per_second: f64) {
        let plan = graph.plan();
        let nodes = self.nodes.iter().filter_map(|node| plan.nodes.get(*node as usize));
        let nodes: Vec<String> =
            nodes.map(|node| format!("`{}` ({})", node.name, node.node_type.info.id)).collect();
        let graph = &plan.name;
        tracing::warn!(
            graph,
            "the graph keeps itself busy with {per_second:.0} events a second at {}, each raised by the one before \
             and none from outside; raise no event in its own branch, or use a timer",
            nodes.join(", ")
        );
    }
}
