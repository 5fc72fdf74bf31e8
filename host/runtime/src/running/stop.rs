use super::{GraphReport, Running};
use crate::engine::Graph;
use crate::session::OpenPlugin;
use crossbeam_channel::{Receiver, bounded};
use pulsewire_plugin::Status;
use std::time::{Duration, Instant};

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
    ///
    /// What runs in a graph or a plugin may not return, so it is waited for and never called from here; and a
    /// graph that is stuck leaves time to the connections of the others.
    #[must_use]
    pub fn stop(&self) -> Stopped {
        let until = Instant::now() + self.stop_within;
        let first = until - CLOSING.min(self.stop_within / 2);
        self.shut_down(first);
        let _ = self.settle(first);
        self.timers.end();
        let mut clean = self.stop_plugins(until);
        let busy = self.settle(until.max(Instant::now() + GRACE));
        self.watchdog.look(&self.graphs);
        let status = self.status();
        clean &= busy.is_empty() && status.connections.iter().all(|one| one.leaked == 0);
        busy.into_iter().for_each(tell_busy);
        let graphs = self.graphs.iter().map(|graph| close(graph)).collect();
        Stopped { clean, graphs, status }
    }

    /// Fires On Shutdown everywhere; where an inbox is full, as soon as there is room.
    fn shut_down(&self, until: Instant) {
        const ON_SHUTDOWN: &str = "event.shutdown";
        let full: Vec<_> = self.graphs.iter().filter(|graph| !graph.post(ON_SHUTDOWN)).collect();
        for graph in full {
            let _ = graph.settle(until);
            if !graph.post(ON_SHUTDOWN) {
                let graph = &graph.plan().file;
                tracing::error!(graph, "On Shutdown did not fire: the inbox of the graph is full");
            }
        }
    }

    /// Lets every plugin stop, all at the same time; false when one does not in time.
    fn stop_plugins(&self, until: Instant) -> bool {
        let stopping: Vec<_> =
            self.plugins.iter().map(|one| (one, stop_plugin(one, until))).collect();
        let stopped = stopping.into_iter().map(|(one, stopped)| {
            let said = stopped.recv_deadline(until + GRACE);
            let said = said.unwrap_or_else(|_| Err("it did not return in time".to_owned()));
            let told = |why| tracing::error!(plugin = one.name, "the plugin did not stop: {why}");
            said.map_err(told).is_ok()
        });
        // Each is told, not only the first.
        stopped.fold(true, |all, one| all & one)
    }

    /// Lets every graph come to rest; gives those that do not in time.
    fn settle(&self, until: Instant) -> Vec<&Graph> {
        let graphs = self.graphs.iter().map(|graph| &**graph);
        graphs.filter(|graph| !graph.settle(until)).collect()
    }
}

/// The time that connections have to close, however long the graphs take before.
const CLOSING: Duration = Duration::from_secs(1);

/// The time after the end of a stop in which plugins return and graphs hear of it, on a machine that has much to do.
const GRACE: Duration = Duration::from_millis(500);

fn stop_plugin(one: &OpenPlugin, until: Instant) -> Receiver<Result<(), String>> {
    let (tell, stopped) = bounded(1);
    let plugin = one.plugin.clone();
    let failed = tell.clone();
    let stop = move || {
        let left = until.saturating_duration_since(Instant::now());
        let _ = tell.send(plugin.stop(left));
    };
    if let Err(error) = std::thread::Builder::new().name("pulsewire-stop".into()).spawn(stop) {
        let _ = failed.send(Err(format!("no thread for it: {error}")));
    }
    stopped
}

fn tell_busy(graph: &Graph) {
    let node = graph.at_work().map_or("", |node| &*node.name);
    let graph = &graph.plan().file;
    tracing::error!(
        graph,
        node,
        "the graph was still busy when the time for a clean stop was over"
    );
}

fn close(graph: &Graph) -> GraphReport {
    let (file, nodes) = (graph.plan().file.clone(), graph.counters());
    let undelivered = graph.stop();
    if undelivered > 0 {
        tracing::warn!(graph = file, "{undelivered} events still waited when the graph stopped");
    }
    GraphReport { file, undelivered, nodes }
}
