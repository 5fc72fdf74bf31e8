//! The plugin's log.

use pulsewire_plugin::{Level, Log};
use std::sync::Mutex;

/// The plugin's log.
#[derive(Default)]
pub(crate) struct Lines(Mutex<Vec<String>>);

impl Lines {
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn has(&self, part: &str) -> bool {
        self.all().iter().any(|line| line.contains(part))
    }
}

impl Log for Lines {
    fn log(&self, level: Level, message: &str) {
        self.0.lock().unwrap().push(format!("{level:?} {message}"));
    }

    fn enabled(&self, _level: Level) -> bool {
        true
    }
}
