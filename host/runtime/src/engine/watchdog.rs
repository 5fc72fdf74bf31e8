//! Tells when a node does not return.

use super::graph::{Graph, lock};
use super::progress::AtWork;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Watches graphs from outside. Nodes cannot be stopped from there: a graph whose node does not return is told, and
/// the others go on.
#[derive(Debug)]
pub struct Watchdog {
    limit: Duration,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// What each graph did when it was last looked at and it was something else than before.
    graphs: Vec<Watched>,
    /// By graph and node.
    stuck: BTreeMap<(usize, u32), Stuck>,
}

#[derive(Clone, Copy, Debug)]
struct Watched {
    at_work: Option<AtWork>,
    since: Instant,
    told: bool,
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
    /// How long it took at the longest, as far as it was watched.
    pub seconds: f64,
    /// Whether it has returned since.
    pub returned: bool,
}

impl Watchdog {
    /// For nodes that may take so long.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        Self { limit, seen: Mutex::default() }
    }

    /// How often [`look`](Self::look) should be called.
    #[must_use]
    pub fn period(&self) -> Duration {
        (self.limit / 4).clamp(Duration::from_millis(5), Duration::from_secs(1))
    }

    /// Looks at every graph, always the same ones, and tells which is stuck, once, and which goes on again.
    pub fn look(&self, graphs: &[Arc<Graph>]) {
        let mut seen = lock(&self.seen);
        let now = Instant::now();
        let Seen { graphs: watched, stuck } = &mut *seen;
        watched.resize(graphs.len(), Watched { at_work: None, since: now, told: false });
        for (at, (graph, watched)) in graphs.iter().zip(watched).enumerate() {
            let at_work = graph.progress.now();
            if watched.at_work != at_work {
                if let Some(one) = watched.end().and_then(|node| stuck.get_mut(&(at, node))) {
                    one.go_on();
                }
                *watched = Watched { at_work, since: now, told: false };
            } else if let Some(AtWork { node, .. }) = at_work
                && now - watched.since >= self.limit
            {
                let one = stuck.entry((at, node)).or_insert_with(|| Stuck::new(graph, node));
                one.add(now - watched.since, !std::mem::replace(&mut watched.told, true));
            }
        }
        if stuck.values().any(|one| !one.returned) {
            // The thread that is lost may have brought events elsewhere that it was to run next.
            graphs.iter().for_each(|graph| graph.run_elsewhere());
        }
    }

    /// How many graphs are stuck now.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.seen).stuck.values().filter(|one| !one.returned).count()
    }

    /// Every node that did not return in time.
    #[must_use]
    pub fn list(&self) -> Vec<Stuck> {
        lock(&self.seen).stuck.values().cloned().collect()
    }
}

impl Watched {
    /// The node that was told to be stuck, which is over now.
    fn end(&self) -> Option<u32> {
        self.at_work.filter(|_| self.told).map(|at| at.node)
    }
}

impl Stuck {
    fn new(graph: &Graph, node: u32) -> Self {
        let node = &graph.plan().nodes[node as usize];
        Self {
            graph: graph.plan().file.clone(),
            node: node.name.to_string(),
            node_type: node.node_type.info.id.clone(),
            times: 0,
            seconds: 0.0,
            returned: false,
        }
    }

    fn add(&mut self, time: Duration, is_news: bool) {
        self.seconds = self.seconds.max(time.as_secs_f64());
        if is_news {
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

    fn go_on(&mut self) {
        self.returned = true;
        let Self { graph, node, node_type, .. } = self;
        tracing::warn!(graph, node, node_type, "the node has returned: the graph goes on");
    }
}
