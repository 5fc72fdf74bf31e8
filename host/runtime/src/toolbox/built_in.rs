//! The built-in node types, for listing and checking. These nodes never run.

use super::Toolbox;
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

/// The group of a node type: the part of its id before the dot.
#[must_use]
pub fn group(id: &str) -> &str {
    id.split_once('.').map_or(id, |(group, _)| group)
}

impl Toolbox {
    /// The built-in node types, for listing and checking.
    #[must_use]
    pub fn built_in() -> Self {
        let mut toolbox = Self::default();
        // A test checks that built-in ids are unique; otherwise the first would be used.
        let _ = toolbox.add(None, built_in());
        toolbox
    }
}

fn built_in() -> Vec<NodeType> {
    let services: Arc<dyn Services> = Arc::new(NoServices);
    toolbox(&services)
}

/// Services for built-in nodes that are only listed or checked: none of them is ever called.
#[derive(Clone, Copy, Debug)]
pub struct NoServices;

impl Services for NoServices {
    fn now(&self) -> i64 {
        0
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
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
