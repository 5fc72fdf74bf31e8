use super::{GraphReport, Running};
use crate::engine::Graph;
use crate::session::OpenPlugin;
use crate::state::StateWriter;
use crossbeam_channel::{Receiver, bounded};
use pulsewire_plugin::Status;
use std::time::{Duration, Instant};

/// The result of a stop.
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
    /// Errors of connections that no node handles.
    #[must_use]
    pub fn unhandled_errors(&self) -> u64 {
        self.status.connections.iter().map(|one| one.unhandled_errors).sum()
    }
}

impl Running {
    /// Stops cleanly: On Shutdown fires, timers end, connections close, and the graphs still handle their events.
    ///
    /// A node or plugin may never return, so this thread waits for them and calls none; and a stuck graph leaves time to
    /// the connections of the others.
    #[must_use]
    pub fn stop(&self) -> Stopped {
        let until = Instant::now() + self.stop_within;
        let first = until - CLOSING.min(self.stop_within / 2);
        self.graphs.iter().for_each(|graph| graph.end_chains());
        self.shut_down(first);
        let _ = self.settle(first);
        self.timers.end();
        let mut clean = self.stop_plugins(until);
        let busy = self.settle(until.max(Instant::now() + GRACE));
        self.watchdog.look(&self.graphs);
        let status = self.status();
        clean &= busy.is_empty() && status.connections.iter().all(|one| one.leaked == 0);
        busy.into_iter().for_each(report_busy);
        let graphs = self.graphs.iter().map(|graph| close(graph)).collect();
        clean &= self.keep_state();
        Stopped { clean, graphs, status }
    }

    /// Waits until no connection or server is starting any more, so that On Shutdown comes after their first events.
    pub(super) fn await_starts(&self, until: Instant) {
        let is_starting = || self.status().connections.iter().any(|one| one.state == "starting");
        while Instant::now() < until && is_starting() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Keeps the last values of persistent variables. Returns false when that fails.
    fn keep_state(&self) -> bool {
        let kept = self.state.as_ref().map_or(Ok(()), StateWriter::finish);
        kept.map_err(|why| tracing::error!("{why}")).is_ok()
    }

    /// Fires On Shutdown in every graph; where the inbox is full, as soon as there is room.
    fn shut_down(&self, until: Instant) {
        const ON_SHUTDOWN: &str = "event.shutdown";
        let full: Vec<_> = self.graphs.iter().filter(|graph| !graph.post(ON_SHUTDOWN)).collect();
        for graph in full {
            let _ = graph.settle(until);
            if !graph.post(ON_SHUTDOWN) {
                let graph = &graph.plan().name;
                tracing::error!(graph, "On Shutdown did not fire: the inbox of the graph is full");
            }
        }
    }

    /// Stops every plugin, all at the same time. Returns false when one does not stop in time.
    fn stop_plugins(&self, until: Instant) -> bool {
        let stopping: Vec<_> =
            self.plugins.iter().map(|one| (one, stop_plugin(one, until))).collect();
        let stopped = stopping.into_iter().map(|(one, stopped)| {
            let result = stopped.recv_deadline(until + GRACE);
            let result = result.unwrap_or_else(|_| Err("it did not return in time".to_owned()));
            let log = |why| tracing::error!(plugin = one.name, "the plugin did not stop: {why}");
            result.map_err(log).is_ok()
        });
        // Each is logged, not only the first.
        stopped.fold(true, |all, one| all & one)
    }

    /// Waits until every graph rests. Returns those that do not in time.
    fn settle(&self, until: Instant) -> Vec<&Graph> {
        let graphs = self.graphs.iter().map(|graph| &**graph);
        graphs.filter(|graph| !graph.settle(until)).collect()
    }
}

/// The time that connections have to close, however long the graphs take before that.
const CLOSING: Duration = Duration::from_secs(1);

/// The time after the end of a stop in which plugins return and graphs handle their last events, on a busy machine.
const GRACE: Duration = Duration::from_millis(500);

fn stop_plugin(one: &OpenPlugin, until: Instant) -> Receiver<Result<(), String>> {
    let (done, stopped) = bounded(1);
    let plugin = one.plugin.clone();
    let failed = done.clone();
    let stop = move || {
        let left = until.saturating_duration_since(Instant::now());
        let _ = done.send(plugin.stop(left));
    };
    if let Err(error) = std::thread::Builder::new().name("pulsewire-stop".into()).spawn(stop) {
        let _ = failed.send(Err(format!("no thread for it: {error}")));
    }
    stopped
}

fn report_busy(graph: &Graph) {
    let node = graph.running_node().map_or("", |node| &*node.name);
    let graph = &graph.plan().name;
    tracing::error!(
        graph,
        node,
        "the graph was still busy when the time for a clean stop was over"
    );
}

fn close(graph: &Graph) -> GraphReport {
    let (plan, nodes) = (graph.plan(), graph.counters());
    let (name, file) = (plan.name.clone(), plan.file.clone());
    let undelivered = graph.stop();
    if undelivered > 0 {
        tracing::warn!(graph = name, "{undelivered} events still waited when the graph stopped");
    }
    GraphReport { name, file, undelivered, nodes }
}
