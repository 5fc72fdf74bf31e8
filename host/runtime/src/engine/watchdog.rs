//! Detects nodes that do not return, and graphs that keep themselves busy.

use super::busy_graph::BusyGraph;
use super::graph::{Graph, lock};
use super::progress::RunningNode;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Watches graphs from outside. It cannot stop a node: it reports the graph whose node does not return, and the others
/// go on.
#[derive(Debug)]
pub struct Watchdog {
    limit: Duration,
    state: Mutex<State>,
    /// How many graphs are stuck, for others to read.
    count: Arc<AtomicUsize>,
}

#[derive(Debug, Default)]
struct State {
    /// The node that each graph was running at the last look, and since when.
    graphs: Vec<Watched>,
    busy: Vec<BusyGraph>,
    /// By graph and node.
    stuck: BTreeMap<(usize, u32), Stuck>,
}

#[derive(Clone, Copy, Debug)]
struct Watched {
    running: Option<RunningNode>,
    since: Instant,
    reported: bool,
}

/// A node that did not return in time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stuck {
    /// The logic file.
    pub graph: String,
    /// The name of the node.
    pub node: String,
    /// Its node type.
    #[serde(rename = "type")]
    pub node_type: String,
    /// How often it did not return in time.
    pub times: u64,
    /// The longest time that it was seen to take.
    pub seconds: f64,
    /// Whether it has returned since.
    pub returned: bool,
}

impl Watchdog {
    /// A watchdog for nodes that may take so long.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        Self { limit, state: Mutex::default(), count: Arc::default() }
    }

    /// The same, which also writes the number of stuck graphs here.
    #[must_use]
    pub fn counting_in(self, count: Arc<AtomicUsize>) -> Self {
        Self { count, ..self }
    }

    /// How often [`look`](Self::look) should be called.
    #[must_use]
    pub fn period(&self) -> Duration {
        (self.limit / 4).clamp(Duration::from_millis(5), Duration::from_secs(1))
    }

    /// Looks at every graph, always the same ones. Reports once which is stuck, and when it goes on again.
    pub fn look(&self, graphs: &[Arc<Graph>]) {
        let mut state = lock(&self.state);
        let now = Instant::now();
        let State { graphs: watched, busy, stuck } = &mut *state;
        busy.resize_with(graphs.len(), || BusyGraph::new(now));
        busy.iter_mut().zip(graphs).for_each(|(busy, graph)| busy.look(graph, now));
        watched.resize(graphs.len(), Watched { running: None, since: now, reported: false });
        for (at, (graph, watched)) in graphs.iter().zip(watched).enumerate() {
            let running = graph.progress.running();
            if watched.running != running {
                if let Some(one) = watched.stuck_node().and_then(|node| stuck.get_mut(&(at, node)))
                {
                    one.mark_returned();
                }
                *watched = Watched { running, since: now, reported: false };
            } else if let Some(RunningNode { node, .. }) = running
                && now - watched.since >= self.limit
            {
                let one = stuck.entry((at, node)).or_insert_with(|| Stuck::new(graph, node));
                one.add(now - watched.since, !std::mem::replace(&mut watched.reported, true));
            }
        }
        let now_stuck = stuck.values().filter(|one| !one.returned).count();
        self.count.store(now_stuck, Ordering::Relaxed);
        if now_stuck > 0 {
            // The stuck thread may have emitted to other graphs that it was to run next.
            graphs.iter().for_each(|graph| graph.run_if_waiting());
        }
    }

    /// How many graphs are stuck now.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// Every node that did not return in time.
    #[must_use]
    pub fn list(&self) -> Vec<Stuck> {
        lock(&self.state).stuck.values().cloned().collect()
    }
}

impl Watched {
    /// The node, when it was reported as stuck.
    fn stuck_node(&self) -> Option<u32> {
        self.running.filter(|_| self.reported).map(|running| running.node)
    }
}

impl Stuck {
    fn new(graph: &Graph, node: u32) -> Self {
        let node = &graph.plan().nodes[node as usize];
        Self {
            graph: graph.plan().name.clone(),
            node: node.name.to_string(),
            node_type: node.node_type.info.id.clone(),
            times: 0,
            seconds: 0.0,
            returned: false,
        }
    }

    fn add(&mut self, time: Duration, is_new: bool) {
        self.seconds = self.seconds.max(time.as_secs_f64());
        if is_new {
            self.times += 1;
            self.returned = false;
            let Self { graph, node, node_type, times, .. } = self;
            tracing::error!(
                graph,
                node,
                node_type,
                times,
                "the graph is stuck: its node has not returned for {:.1} s (limits.stuck_ms); other graphs go on",
                time.as_secs_f64()
            );
        }
    }

    fn mark_returned(&mut self) {
        self.returned = true;
        let Self { graph, node, node_type, .. } = self;
        tracing::warn!(graph, node, node_type, "the node has returned: the graph goes on");
    }
}
