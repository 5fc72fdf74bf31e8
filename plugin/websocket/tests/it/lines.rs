//! The host of the plugin: its log, and what else the plugin asks of it.

use pulsewire_plugin::{HostServices, Level};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

/// The plugin's log, and what else it asks of its host.
#[derive(Default)]
pub(crate) struct Lines {
    lines: Mutex<Vec<String>>,
    sources: Mutex<Vec<String>>,
    failed_runs: AtomicUsize,
    pub(crate) has_stuck_graph: AtomicBool,
}

impl Lines {
    pub(crate) fn all(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// The source of the first line that contains this.
    #[allow(dead_code)]
    pub(crate) fn source_of(&self, part: &str) -> String {
        let at = self.all().iter().position(|line| line.contains(part)).unwrap();
        self.sources.lock().unwrap()[at].clone()
    }

    /// How often the plugin ended the run.
    #[allow(dead_code)]
    pub(crate) fn failed_runs(&self) -> usize {
        self.failed_runs.load(SeqCst)
    }

    pub(crate) fn has(&self, part: &str) -> bool {
        self.all().iter().any(|line| line.contains(part))
    }
}

impl HostServices for Lines {
    fn log(&self, level: Level, source: &str, message: &str) {
        let mut lines = self.lines.lock().unwrap();
        lines.push(format!("{level:?} {message}"));
        self.sources.lock().unwrap().push(source.to_owned());
    }

    fn enabled(&self, _level: Level, _source: &str) -> bool {
        true
    }

    fn fail_run(&self) {
        self.failed_runs.fetch_add(1, SeqCst);
    }

    fn has_stuck_graph(&self) -> bool {
        self.has_stuck_graph.load(SeqCst)
    }
}
