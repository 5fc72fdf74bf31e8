use pulsewire_plugin::{Host, Level};
use std::sync::Arc;

/// The host's log, with the name of a connection or server in front of each message.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    host: Host,
    name: Arc<str>,
}

impl Log {
    pub(crate) fn new(host: Host, name: &str) -> Self {
        Self { host, name: name.into() }
    }

    /// Returns the log for one client of a server.
    pub(crate) fn for_client(&self, id: &str) -> Self {
        Self { host: self.host.clone(), name: format!("{}: client {id}", self.name).into() }
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
    fn log(&self, level: Level, message: impl FnOnce() -> String) {
        if self.host.enabled(level) {
            self.host.log(level, format!("{}: {}", self.name, message()));
        }
    }
}
