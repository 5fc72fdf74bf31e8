use super::StateStore;
use crate::engine::{Graph, VariableKey};
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
        let waiting = BTreeMap::new();
        let mut writing = Writing { store, graphs, wake, stop: stopped, waiting, failed: false };
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
        let copies = self.graphs.iter().flat_map(|graph| graph.take_persistent());
        self.waiting.extend(copies);
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
