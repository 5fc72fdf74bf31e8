use super::{GraphReport, Running};
use crate::engine::Graph;
use pulsewire_plugin::Status;
use std::time::Instant;

/// What is left of a run.
#[derive(Debug)]
pub struct Stopped {
    /// Whether everything was stopped in time.
    pub clean: bool,
    /// The counters of the nodes.
    pub graphs: Vec<GraphReport>,
    /// The counters of the connections.
    pub status: Status,
}

impl Stopped {
    /// Errors of connections that no node listens to.
    #[must_use]
    pub fn unhandled_errors(&self) -> u64 {
        self.status.connections.iter().map(|one| one.unhandled_errors).sum()
    }
}

impl Running {
    /// Stops cleanly: On Shutdown fires, timers end, connections close, what they say is still heard.
    #[must_use]
    pub fn stop(&self) -> Stopped {
        let until = Instant::now() + self.stop_within;
        for graph in &self.graphs {
            while !graph.post("event.shutdown") && Instant::now() < until {
                let _ = graph.settle(until);
            }
        }
        let mut clean = self.settle(until);
        self.timers.end();
        for one in &self.plugins {
            let left = until.saturating_duration_since(Instant::now());
            if let Err(why) = one.plugin.stop(left) {
                tracing::error!(plugin = one.name, "the plugin did not stop: {why}");
                clean = false;
            }
        }
        clean &= self.settle(until);
        let status = self.status();
        Stopped { clean, graphs: self.graphs.iter().map(|graph| close(graph)).collect(), status }
    }

    /// Lets every graph come to rest. False when one does not in time.
    fn settle(&self, until: Instant) -> bool {
        let stuck = self.graphs.iter().filter(|graph| !graph.settle(until));
        let stuck: Vec<&str> = stuck.map(|graph| graph.plan().file.as_str()).collect();
        for graph in &stuck {
            tracing::error!(
                graph,
                "the graph was still busy when the time for a clean stop was over"
            );
        }
        stuck.is_empty()
    }
}

fn close(graph: &Graph) -> GraphReport {
    let (file, nodes) = (graph.plan().file.clone(), graph.counters());
    let undelivered = graph.stop();
    if undelivered > 0 {
        tracing::warn!(graph = file, "{undelivered} events still waited when the graph stopped");
    }
    GraphReport { file, undelivered, nodes }
}
