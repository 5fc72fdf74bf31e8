use crate::Exit;
use crate::atomic_write;
use crate::engine::{Failure, Failures, NodeCounters, Stuck};
use crate::secrets::Secrets;
use pulsewire_plugin::ConnectionStatus;
use serde::{Serialize, Serializer};
use std::io;
use std::path::Path;

/// What a run did, as `--report` writes it.
#[derive(Debug, Serialize)]
pub struct RunReport {
    /// The project's name.
    pub project: String,
    /// How the run ended, as an exit status.
    #[serde(rename = "exit_status", serialize_with = "exit_status")]
    pub exit: Exit,
    /// Whether everything was stopped in time.
    pub clean_stop: bool,
    /// How long it ran.
    pub seconds: f64,
    /// What went wrong.
    pub failures: FailuresReport,
    /// Nodes that did not return in time.
    pub stuck: Vec<Stuck>,
    /// Each graph with its nodes.
    pub graphs: Vec<GraphReport>,
    /// Each connection with its counters.
    pub connections: Vec<ConnectionStatus>,
}

/// What went wrong in a run.
#[derive(Debug, Serialize)]
pub struct FailuresReport {
    /// Failures that an On Error node handled.
    pub handled: u64,
    /// Failures that no node handled.
    pub unhandled: u64,
    /// Errors of connections that no node handles; `connections` lists them.
    pub of_connections: u64,
    /// Asserts that did not hold.
    pub assertions: u64,
    /// The failures that no node handled: the first of each node and code, and how often.
    pub list: Vec<CountedFailure>,
}

/// A failure and how often it came.
#[derive(Debug, Serialize)]
pub struct CountedFailure {
    /// The first one.
    #[serde(flatten)]
    pub failure: Failure,
    /// How often.
    pub times: u64,
}

/// A graph with the counters of its nodes.
#[derive(Clone, Debug, Serialize)]
pub struct GraphReport {
    /// Its name: that of its entry in `project.json`, or its logic file.
    pub name: String,
    /// Its logic file.
    pub file: String,
    /// Events that still waited when it stopped.
    pub undelivered: usize,
    /// Its nodes; null when it was still busy at the end.
    pub nodes: Option<Vec<NodeCounters>>,
}

impl FailuresReport {
    /// The failures of nodes, and so many of connections.
    #[must_use]
    pub fn of(failures: &Failures, of_connections: u64) -> Self {
        let list = failures.list_unhandled().into_iter();
        Self {
            handled: failures.count_handled(),
            unhandled: failures.count_unhandled(),
            of_connections,
            assertions: failures.count_assertions(),
            list: list.map(|(failure, times)| CountedFailure { failure, times }).collect(),
        }
    }
}

impl RunReport {
    /// Writes the report without the secrets, atomically.
    ///
    /// # Errors
    /// When it cannot be written; an older file is kept then.
    pub fn write(&self, path: &Path, secrets: &Secrets) -> io::Result<()> {
        let mut report = serde_json::to_value(self)?;
        secrets.redact_json(&mut report);
        let mut text = serde_json::to_vec_pretty(&report)?;
        text.push(b'\n');
        atomic_write(path, &text)
    }
}

fn exit_status<S: Serializer>(exit: &Exit, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(exit.status())
}
