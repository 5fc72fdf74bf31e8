//! Finds, probes, loads, enables and disables plugins.
//!
//! A file that looks like a plugin is first opened in a child process, which may crash or hang; only files that passed
//! are opened in this process. Verdicts are cached until the file changes.
//!
//! | file | contents |
//! | --- | --- |
//! | `search` | where to search for plugins, and the names of their files |
//! | `world_writable` | warns of files and folders that every user can change |
//! | `probe` | the parent's side of a probe: starts the child, limits it and interprets how it ended |
//! | `examine` | the child's side: opens the plugin and lists everything it provides |
//! | `state` | whether a file can be used as a plugin, and the plugin's description |
//! | `verdict` | the result of a probe |
//! | `cache` | caches verdicts between runs |
//! | `listing` | the node types of all plugins that can be used |
//! | `loader` | opens the shared library: the only unsafe code of the host |
//! | `candidate` | a file with its verdict, given the other files and the project |
//! | `switch` | enables and disables a plugin in `project.json` |
//! | `plugin_host` | what the host does for a plugin |
//! | `log` | log lines with a target for each source of a plugin |
//! | `error` | what can go wrong |

mod cache;
mod candidate;
mod error;
mod examine;
mod listing;
mod loader;
mod log;
mod plugin_host;
mod probe;
mod search;
mod state;
mod switch;
mod verdict;
mod world_writable;

pub use candidate::Candidate;
pub use error::PluginError;
pub use examine::examine;
pub use plugin_host::PluginHost;
pub use probe::PROBE_MARK;
pub use search::Search;
pub use state::{About, State};
pub use switch::{Switch, SwitchError};
pub use verdict::Verdict;

use crate::diagnostics::did_you_mean;
use pulsewire_plugin::HostServices;
use pulsewire_plugin::boundary::LoadedPlugin;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Every file that the search found.
#[derive(Debug, Default)]
pub struct Plugins {
    candidates: Vec<Candidate>,
}

impl Plugins {
    /// Searches for plugins and probes the files that are not in the cache.
    #[must_use]
    pub fn find(search: &Search) -> Self {
        let files = search.files();
        world_writable::warn(search, &files);
        let verdicts = probe::verdicts(&files, search);
        let candidates = files.into_iter().zip(verdicts);
        let mut candidates: Vec<_> =
            candidates.map(|(file, verdict)| Candidate::new(file, verdict)).collect();
        candidate::shadow(&mut candidates);
        Self { candidates }
    }

    /// Marks the plugins that the project in `folder` disables.
    pub fn disable(&mut self, disabled: &BTreeSet<String>, folder: &Path) {
        for candidate in &mut self.candidates {
            if candidate.state == State::Available && disabled.contains(&candidate.name) {
                candidate.disable(folder);
            }
        }
    }

    /// Every file that was found, sorted by name and then in search order.
    #[must_use]
    pub fn list(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The names of the plugins that can be opened now.
    pub fn available(&self) -> impl Iterator<Item = &str> {
        let usable = self.candidates.iter().filter(|one| one.state == State::Available);
        usable.map(|one| one.name.as_str())
    }

    /// The candidate of that name: the plugin in use, or else the first file.
    ///
    /// # Errors
    /// If nothing of that name was found, with the most similar name.
    pub fn get(&self, name: &str) -> Result<&Candidate, PluginError> {
        let named = || self.candidates.iter().filter(|one| one.name == name);
        let used = named().find(|one| matches!(one.state, State::Available | State::Disabled));
        used.or_else(|| named().next()).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> PluginError {
        let known = self.candidates.iter().map(|one| one.name.as_str());
        let suggestion = did_you_mean(name, known).map(ToOwned::to_owned);
        PluginError::Unknown { name: name.to_owned(), suggestion }
    }

    /// Opens a plugin in this process; it stays open until the process ends. Each call creates a new instance.
    ///
    /// # Errors
    /// If nothing of that name was found, or it cannot be used; the error says why and what to do.
    pub fn open(
        &self,
        name: &str,
        host: Arc<dyn HostServices>,
    ) -> Result<LoadedPlugin, PluginError> {
        let candidate = self.get(name)?;
        if candidate.state != State::Available {
            return Err(candidate.error());
        }
        let opened = loader::module(&candidate.path)
            .and_then(|module| LoadedPlugin::open(module, host).map_err(PluginError::Refused));
        opened.map_err(|error| candidate.error_because(&error))
    }
}
