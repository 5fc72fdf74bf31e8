//! The toolbox as something to read: every node type, nothing runs.

use super::Toolbox;
use crate::plugins::{PluginError, PluginLog, Plugins, State};
use pulsewire_nodes::{Services, TimerId, toolbox};
use pulsewire_plugin::{Emitter, NodeType};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// The groups that the built-in node types have to themselves.
pub(crate) fn built_in_groups() -> &'static BTreeSet<String> {
    static GROUPS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let groups = built_in().into_iter().map(|one| group(&one.info.id).to_owned());
        groups.collect()
    });
    &GROUPS
}

/// The group of a node type: what stands before the dot of its id.
#[must_use]
pub fn group(id: &str) -> &str {
    id.split_once('.').map_or(id, |(group, _)| group)
}

impl Toolbox {
    /// The built-in node types, to be listed or checked.
    #[must_use]
    pub fn built_in() -> Self {
        let mut toolbox = Self::default();
        // The built-in list is checked by a test of its own; here the first of a kind would stand.
        let _ = toolbox.add(None, built_in());
        toolbox
    }

    /// The built-in node types and those of every plugin that can be used, to be listed. The plugins that could
    /// not be opened after all come with it.
    #[must_use]
    pub fn listing(plugins: &Plugins) -> (Self, Vec<PluginError>) {
        let mut toolbox = Self::built_in();
        let mut failures = Vec::new();
        for name in plugins.available() {
            if let Err(error) = toolbox.list_plugin(plugins, name) {
                toolbox.note_absent(name, error.to_string());
                failures.push(error);
            }
        }
        for unused in plugins.list().iter().filter(|one| !usable(one.state)) {
            if toolbox.absent(&unused.name).is_none() {
                toolbox.note_absent(&unused.name, unused.error().to_string());
            }
        }
        (toolbox, failures)
    }

    fn list_plugin(&mut self, plugins: &Plugins, name: &str) -> Result<(), PluginError> {
        let plugin = plugins.open(name, Arc::new(PluginLog::new(name)))?;
        let listing = |error| PluginError::Listing(format!("it cannot be listed ({error})"));
        let added = self.add(Some(name), plugin.node_types().map_err(listing)?);
        added.map_err(|taken| {
            let ids: Vec<_> = taken.into_iter().map(|(id, _)| id).collect();
            PluginError::Duplicate(format!("it registers {}, already there", ids.join(", ")))
        })
    }
}

fn usable(state: State) -> bool {
    matches!(state, State::Available | State::Shadowed)
}

fn built_in() -> Vec<NodeType> {
    let services: Arc<dyn Services> = Arc::new(ListingServices);
    toolbox(&services)
}

/// What the built-in nodes get when they are only listed, or made to be checked: nothing of this is ever called.
#[derive(Clone, Copy, Debug)]
pub struct ListingServices;

impl Services for ListingServices {
    fn now(&self) -> i64 {
        0
    }

    fn start_timer(
        &self,
        _first: Duration,
        _every: Option<Duration>,
        _emitter: &Emitter,
    ) -> TimerId {
        0
    }

    fn stop_timer(&self, _timer: TimerId) -> Option<Emitter> {
        None
    }

    fn timer_due(&self, _timer: TimerId) -> bool {
        false
    }

    fn print(&self, _line: &str) {}

    fn exit(&self, _status: u8) {}

    fn assertion_failed(&self, _graph: &str, _node: &str, _message: &str) {}
}
