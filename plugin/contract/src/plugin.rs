use crate::{NodeType, Placeholders};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A plugin: registers node types, owns a section of the project settings and whatever its connections need.
///
/// The host calls `new`, then `project`, `check` and `configure` with the project's section, then makes nodes, then
/// `start`, and at the end `stop`. Every call is guarded: a panic is reported and does not end the host.
pub trait Plugin: Send + Sync + Sized + 'static {
    /// What `plugin list` prints.
    const INFO: PluginInfo;

    /// Made once, when the plugin is loaded. Must do nothing but make itself: no thread, no file, no network.
    ///
    /// # Errors
    /// What keeps it from working here.
    fn new(host: Host) -> Result<Self, String>;

    /// Every node type it registers.
    fn node_types(&self) -> Vec<NodeType>;

    /// JSON Schema (draft 2020-12) of its settings section; null when it has none.
    fn settings_schema(&self) -> serde_json::Value;

    /// The project's folder, from which relative paths in the settings count, and its settings section for values
    /// that are looked up again. A plugin that needs neither need not know.
    fn project(&self, project: Project) {
        let _ = project;
    }

    /// What is wrong with a settings section that fits the schema, and with the files that it names. Must do
    /// nothing else.
    fn check(&self, settings: &str) -> Vec<SettingsError>;

    /// Takes the settings section of the project (JSON text) that [`check`](Self::check) had nothing against.
    ///
    /// # Errors
    /// What keeps the project from starting.
    fn configure(&self, settings: &str) -> Result<(), String>;

    /// The graphs are ready: connections that start by themselves may start.
    ///
    /// # Errors
    /// What keeps the project from starting.
    fn start(&self) -> Result<(), String>;

    /// Ends every connection cleanly and returns when that is done, or after `within`.
    fn stop(&self, within: Duration);

    /// The connections and their counters now.
    fn status(&self) -> Status;
}

/// The project that a plugin works for.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Its folder, from which relative paths in the settings count.
    pub folder: PathBuf,
    /// The plugin's settings section, for values that are looked up again.
    pub settings: Placeholders,
}

/// What `plugin list` prints of a plugin.
#[derive(Clone, Copy, Debug)]
pub struct PluginInfo {
    /// Its name: the group of its node types, the name of its settings section. snake_case.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Its own version.
    pub version: &'static str,
    /// What it is for, in a sentence.
    pub doc: &'static str,
}

/// Something wrong in a settings section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsError {
    /// Where: a JSON Pointer (RFC 6901) into the section, `/connections/0/url`.
    pub pointer: String,
    /// A stable word for programs, in snake_case.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

/// The connections of a plugin and their counters since they were configured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// One entry a connection or server of the settings.
    pub connections: Vec<ConnectionStatus>,
}

/// One connection or server and its counters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionStatus {
    /// Its name in the settings.
    pub name: String,
    /// A word for what it is doing: `open`, `closed`, `listening`.
    pub state: String,
    /// Open connections: 0 or 1 for a client, the number of clients for a server.
    pub open: u64,
    /// Whole messages that came in.
    pub messages_in: u64,
    /// Whole messages that went out.
    pub messages_out: u64,
    /// Payload bytes that came in.
    pub bytes_in: u64,
    /// Payload bytes that went out.
    pub bytes_out: u64,
    /// Errors so far.
    pub errors: u64,
    /// Those of them that no node listens to: failures nobody handled, which decide the exit status of a run.
    #[serde(default)]
    pub unhandled_errors: u64,
    /// How often it was opened again without being asked to.
    #[serde(default)]
    pub reconnects: u64,
    /// Messages that nodes wanted to be sent, and those that the settings send by themselves. Each of them went out,
    /// failed, was dropped, or waits: `sent` = `messages_out` + `failed` + `dropped` + `waiting`.
    #[serde(default)]
    pub sent: u64,
    /// Messages that were refused: their Send failed.
    #[serde(default)]
    pub failed: u64,
    /// Messages that were taken to be sent and never were: the sum of the three that follow.
    #[serde(default)]
    pub dropped: u64,
    /// Those of them that made room for newer ones.
    #[serde(default)]
    pub dropped_oldest: u64,
    /// Those of them that found no room.
    #[serde(default)]
    pub dropped_newest: u64,
    /// Those of them that still waited when the connection ended.
    #[serde(default)]
    pub lost: u64,
    /// Messages that wait to be sent now.
    #[serde(default)]
    pub waiting: u64,
    /// The most messages that waited at the same time; of a server, for one client.
    #[serde(default)]
    pub most_waiting: u64,
    /// Open connections that had not closed when the time for a stop was over, and were cut.
    #[serde(default)]
    pub leaked: u64,
}

/// How serious a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something an operator should look at.
    Warn,
    /// Something an operator may want to know.
    Info,
    /// For those who look for a fault.
    Debug,
    /// Everything.
    Trace,
}

/// Where log lines go.
pub trait Log: Send + Sync {
    /// Writes a line in the host's log, under the plugin's name.
    fn log(&self, level: Level, message: &str);

    /// Whether lines of this level are kept: ask before making an expensive one.
    fn enabled(&self, level: Level) -> bool;
}

/// The host as a plugin sees it: it can log. Events go through the [`Emitter`](crate::Emitter) of a node.
#[derive(Clone)]
pub struct Host(Arc<dyn Log>);

impl Host {
    /// Made by the host.
    #[must_use]
    pub fn new(log: Arc<dyn Log>) -> Self {
        Self(log)
    }

    /// Writes a line in the host's log, under the plugin's name.
    pub fn log(&self, level: Level, message: impl AsRef<str>) {
        self.0.log(level, message.as_ref());
    }

    /// Whether lines of this level are kept: ask before making an expensive one.
    #[must_use]
    pub fn enabled(&self, level: Level) -> bool {
        self.0.enabled(level)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}
