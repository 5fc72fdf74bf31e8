use pulsewire_plugin::{NodeError, SettingsError};
use std::fmt;

/// A mistake in a value that a user wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    code: &'static str,
    message: String,
    help: String,
}

/// A mistake in a `tls` section, with the setting concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TlsFault {
    pub(crate) setting: &'static str,
    pub(crate) fault: Fault,
}

impl Fault {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, help: &str) -> Self {
        Self { code, message: message.into(), help: help.to_owned() }
    }

    /// Turns the fault into a mistake at this place in the settings.
    pub(crate) fn at(self, pointer: impl Into<String>) -> SettingsError {
        let (pointer, code) = (pointer.into(), self.code.to_owned());
        SettingsError { pointer, code, message: self.message, help: self.help }
    }
}

impl TlsFault {
    pub(crate) fn new(setting: &'static str, message: impl Into<String>, help: &str) -> Self {
        Self { setting, fault: Fault::new("bad_tls", message, help) }
    }
}

impl From<Fault> for NodeError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.code, fault.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.help)
    }
}
