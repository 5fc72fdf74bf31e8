use crate::{NodeType, Placeholders};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A plugin: registers node types, owns a section of the project settings and whatever its connections need.
///
/// The host calls `new`, then `project`, `check` and `configure` with the project's section, then creates nodes, then
/// calls `start`, and at the end `stop`. Every call is guarded: a panic is reported and does not end the host.
pub trait Plugin: Send + Sync + Sized + 'static {
    /// What `plugin list` prints.
    const INFO: PluginInfo;

    /// Creates the plugin once, when its library is loaded. Must not start threads or use files or the network.
    ///
    /// # Errors
    /// Why it cannot work here.
    fn new(host: Host) -> Result<Self, String>;

    /// Every node type it registers.
    fn node_types(&self) -> Vec<NodeType>;

    /// JSON Schema (draft 2020-12) of its settings section; null when it has none.
    fn settings_schema(&self) -> serde_json::Value;

    /// Passes the folder of the project, to which relative paths in the settings refer, and the placeholders in the
    /// settings section. The default ignores both.
    fn project(&self, project: Project) {
        let _ = project;
    }

    /// The errors in a settings section that is valid by the schema, and in the files that it names. Must have no side
    /// effects.
    fn check(&self, settings: &str) -> Vec<SettingsError>;

    /// Passes the settings section of the project (JSON text), in which [`check`](Self::check) found no error.
    ///
    /// # Errors
    /// Why the project cannot start.
    fn configure(&self, settings: &str) -> Result<(), String>;

    /// The graphs are ready: connections that start automatically may start.
    ///
    /// # Errors
    /// Why the project cannot start.
    fn start(&self) -> Result<(), String>;

    /// Closes every connection cleanly and returns when that is done, or after `within`.
    fn stop(&self, within: Duration);

    /// The connections and their current counters.
    fn status(&self) -> Status;
}

/// The project for which a plugin was loaded.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Its folder, to which relative paths in the settings refer.
    pub folder: PathBuf,
    /// The placeholders in the plugin's settings section.
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

/// An error in a settings section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsError {
    /// Where: a JSON Pointer (RFC 6901) into the section, `/connections/0/url`.
    pub pointer: String,
    /// A stable code for programs, in snake_case.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

/// The connections of a plugin and their counters since they were configured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// One entry for each connection or server in the settings.
    pub connections: Vec<ConnectionStatus>,
}

/// One connection or server and its counters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionStatus {
    /// Its name in the settings.
    pub name: String,
    /// Its state in one word: `open`, `closed`, `listening`.
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
    /// The errors of a server that its clients caused: they vanished, asked for another path, sent something invalid. They
    /// are counted in `errors` too, and are no failure of a run.
    #[serde(default)]
    pub client_errors: u64,
    /// The same by kind; kinds that did not occur are absent.
    #[serde(default)]
    pub client_errors_by_kind: BTreeMap<String, u64>,
    /// The errors that no node handled; they affect the exit status of a run.
    #[serde(default)]
    pub unhandled_errors: u64,
    /// How often it reconnected automatically.
    #[serde(default)]
    pub reconnects: u64,
    /// Messages that nodes or the settings asked to send. Each of them went out, failed, was dropped, or waits:
    /// `sent` = `messages_out` + `failed` + `dropped` + `waiting`.
    #[serde(default)]
    pub sent: u64,
    /// Messages that were rejected: their Send failed.
    #[serde(default)]
    pub failed: u64,
    /// Messages that were accepted but never sent: the sum of the next three counters.
    #[serde(default)]
    pub dropped: u64,
    /// Dropped messages that made room for newer ones.
    #[serde(default)]
    pub dropped_oldest: u64,
    /// Dropped messages for which there was no room.
    #[serde(default)]
    pub dropped_newest: u64,
    /// Dropped messages that still waited when the connection ended.
    #[serde(default)]
    pub lost: u64,
    /// Messages that currently wait to be sent.
    #[serde(default)]
    pub waiting: u64,
    /// The maximum number of messages that waited at the same time; for a server, for one client.
    #[serde(default)]
    pub most_waiting: u64,
    /// Connections that did not close in time during a stop and were cut.
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
    /// For debugging.
    Debug,
    /// Every detail.
    Trace,
}

/// What a host does for a plugin.
pub trait HostServices: Send + Sync {
    /// Writes a line in the host's log, under the plugin's name. `source` is the part of the plugin that it comes from,
    /// such as `servers::Echo`; empty for the plugin itself.
    fn log(&self, level: Level, source: &str, message: &str);

    /// Whether lines of this level from this source are logged: check before building an expensive one.
    fn enabled(&self, level: Level, source: &str) -> bool;

    /// Ends the run as failed. A host that only examines the plugin ignores it.
    fn fail_run(&self) {}

    /// Whether a graph of the run is stuck.
    fn has_stuck_graph(&self) -> bool {
        false
    }
}

/// The host as a plugin sees it. Events go through the [`Emitter`](crate::Emitter) of a node.
#[derive(Clone)]
pub struct Host {
    services: Arc<dyn HostServices>,
    source: Arc<str>,
}

impl Host {
    /// Created by the host.
    #[must_use]
    pub fn new(services: Arc<dyn HostServices>) -> Self {
        Self { services, source: "".into() }
    }

    /// The same host for a part of the plugin: its log lines have a target of their own, which users can filter.
    /// `servers::Echo` of the plugin `websocket` logs to `pulsewire::plugin::websocket::servers::Echo`; whatever is not a
    /// letter, digit, `-` or `_` becomes `_`.
    #[must_use]
    pub fn for_source(&self, source: &str) -> Self {
        Self { services: self.services.clone(), source: source.into() }
    }

    /// Writes a line in the host's log, under the plugin's name.
    pub fn log(&self, level: Level, message: impl AsRef<str>) {
        self.services.log(level, &self.source, message.as_ref());
    }

    /// Whether lines of this level are logged: check before building an expensive one.
    #[must_use]
    pub fn enabled(&self, level: Level) -> bool {
        self.services.enabled(level, &self.source)
    }

    /// Ends the run, with a clean stop and exit status 1: the plugin cannot do what the project needs. Log the reason first.
    pub fn fail_run(&self) {
        self.services.fail_run();
    }

    /// Whether a graph of the run is stuck: a node has not returned for longer than `limits.stuck_ms`.
    #[must_use]
    pub fn has_stuck_graph(&self) -> bool {
        self.services.has_stuck_graph()
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}
