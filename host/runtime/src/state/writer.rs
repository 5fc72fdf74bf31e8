use super::StateStore;
use crate::engine::{Graph, PersistentCopy, VariableKey};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, after, bounded, never, select};
use pulsewire_plugin::Value;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// The shortest time between two commits.
const INTERVAL: Duration = Duration::from_millis(100);

/// How soon a failed commit is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// How long the last commit may take when the run stops.
const LAST: Duration = Duration::from_secs(10);

/// Commits what the graphs of a run set, on a thread of its own.
#[derive(Debug)]
pub struct StateWriter {
    stop: Sender<()>,
    done: Receiver<Result<(), String>>,
}

struct Writing {
    store: StateStore,
    graphs: Vec<Arc<Graph>>,
    wake: Receiver<()>,
    stop: Receiver<()>,
    /// What is not committed yet.
    waiting: BTreeMap<VariableKey, Value>,
    /// The latest version of each variable that several graphs may set.
    versions: BTreeMap<VariableKey, u64>,
    failed: bool,
}

impl StateWriter {
    /// Begins to write what these graphs announce by `wake`.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(
        store: StateStore,
        graphs: Vec<Arc<Graph>>,
        wake: Receiver<()>,
    ) -> io::Result<Self> {
        let ((stop, stopped), (finished, done)) = (bounded(1), bounded(1));
        let (waiting, versions) = (BTreeMap::new(), BTreeMap::new());
        let mut writing =
            Writing { store, graphs, wake, stop: stopped, waiting, versions, failed: false };
        let thread = std::thread::Builder::new().name("pulsewire-state".to_owned());
        thread.spawn(move || {
            writing.run();
            // Nobody receives it when the run was dropped.
            let _ = finished.send(writing.finish());
        })?;
        Ok(Self { stop, done })
    }

    /// Commits what the stopped graphs left, and ends.
    ///
    /// # Errors
    /// Why the last values could not be kept.
    pub fn finish(&self) -> Result<(), String> {
        let _ = self.stop.try_send(());
        match self.done.recv_timeout(LAST) {
            Ok(result) => result,
            Err(_) => {
                Err("the last values of persistent variables could not be written in time"
                    .to_owned())
            }
        }
    }
}

impl Writing {
    fn run(&mut self) {
        loop {
            let retry = if self.waiting.is_empty() { never() } else { after(RETRY) };
            select! {
                recv(self.wake) -> _ => {}
                recv(retry) -> _ => {}
                recv(self.stop) -> _ => return,
            }
            self.collect();
            self.commit();
            if self.stop.recv_timeout(INTERVAL) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    fn collect(&mut self) {
        for graph in &self.graphs {
            for copy in graph.take_persistent() {
                self.waiting.extend(latest(copy, &mut self.versions));
            }
        }
    }

    fn commit(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        match self.store.commit(&self.waiting) {
            Ok(()) => {
                self.waiting.clear();
                if std::mem::take(&mut self.failed) {
                    tracing::info!("persistent variables are kept again");
                }
            }
            Err(error) if !self.failed => {
                self.failed = true;
                tracing::error!(
                    "persistent variables are not kept: {error}; trying again every second"
                );
            }
            Err(_) => {}
        }
    }

    fn finish(&mut self) -> Result<(), String> {
        self.collect();
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.store.commit(&self.waiting).map_err(|error| {
            format!(
                "the last values of {} persistent variables are lost: {error}",
                self.waiting.len()
            )
        })
    }
}

/// The value of a copy, unless a later one of another graph came before it.
fn latest(
    copy: PersistentCopy,
    versions: &mut BTreeMap<VariableKey, u64>,
) -> Option<(VariableKey, Value)> {
    if copy.version > 0 {
        let latest = versions.entry(copy.key.clone()).or_default();
        if copy.version < *latest {
            return None;
        }
        *latest = copy.version;
    }
    Some((copy.key, copy.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_comes_late_does_not_replace_a_later_value() {
        let mut versions = BTreeMap::new();
        let mut take = |graph: &str, value: i64, version| {
            let key = VariableKey { graph: graph.to_owned(), variable: "v".to_owned() };
            let copy = PersistentCopy { key, value: Value::Int(value), version };
            latest(copy, &mut versions).map(|(_, value)| value)
        };
        assert_eq!(take("", 2, 2), Some(Value::Int(2)));
        assert_eq!(take("", 1, 1), None);
        assert_eq!(take("", 3, 3), Some(Value::Int(3)));
        assert_eq!([take("g", 5, 0), take("g", 4, 0)], [Some(Value::Int(5)), Some(Value::Int(4))]);
    }
}
