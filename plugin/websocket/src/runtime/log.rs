use pulsewire_plugin::{Host, Level};
use std::sync::Arc;

/// The host's log, with the name of a connection or server in front of each message, and a log target of its own.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    host: Host,
    /// What the log lines come from, such as `servers::Echo`.
    source: Arc<str>,
    name: Arc<str>,
}

impl Log {
    /// The log of an entry of `list` in the settings.
    pub(crate) fn new(host: &Host, list: &str, name: &str) -> Self {
        let source = format!("{list}::{name}");
        Self { host: host.for_source(&source), source: source.into(), name: name.into() }
    }

    /// The log of a part of it, with a target below its own.
    pub(crate) fn for_part(&self, part: &str) -> Self {
        let source = format!("{}::{part}", self.source);
        Self { host: self.host.for_source(&source), source: source.into(), ..self.clone() }
    }

    /// The log for one client of a server.
    pub(crate) fn for_client(&self, id: &str) -> Self {
        Self { name: format!("{}: client {id}", self.name).into(), ..self.clone() }
    }

    pub(crate) fn error(&self, message: impl FnOnce() -> String) {
        self.log(Level::Error, message);
    }

    pub(crate) fn warn(&self, message: impl FnOnce() -> String) {
        self.log(Level::Warn, message);
    }

    pub(crate) fn info(&self, message: impl FnOnce() -> String) {
        self.log(Level::Info, message);
    }

    pub(crate) fn debug(&self, message: impl FnOnce() -> String) {
        self.log(Level::Debug, message);
    }

    /// The closure runs only when the level is enabled.
    pub(crate) fn log(&self, level: Level, message: impl FnOnce() -> String) {
        if self.host.enabled(level) {
            self.host.log(level, format!("{}: {}", self.name, message()));
        }
    }
}
