use super::Running;
use crate::engine::{Mode, Plan};
use crate::session::OpenPlugin;
use pulsewire_plugin::NodeKind;

/// Notices that nothing can happen in a run any more.
#[derive(Debug, Default)]
pub(super) struct Idle {
    looks: u32,
}

/// At so many looks in a row nothing could happen. A plugin reports that a connection is closed a moment before its last
/// event, so one look is not enough.
const ENOUGH: u32 = 2;

impl Idle {
    /// Looks at the run. Returns true once, when nothing can happen any more.
    pub(super) fn look(&mut self, running: &Running) -> bool {
        self.looks = if running.is_idle() { self.looks.saturating_add(1) } else { 0 };
        self.looks == ENOUGH
    }
}

impl Running {
    /// Whether no event waits or is handled, no timer runs, and no plugin can bring an event.
    fn is_idle(&self) -> bool {
        self.graphs.iter().all(|graph| graph.is_at_rest())
            && self.timers.is_empty()
            && self.plugins.iter().all(|one| self.is_silent(one))
    }

    /// Whether all connections and servers of the plugin are closed: then only an action can open one. A plugin that
    /// reports none may raise events at any time, if graphs have event nodes for them.
    fn is_silent(&self, one: &OpenPlugin) -> bool {
        let Ok(status) = one.plugin.status() else { return false };
        match &status.connections[..] {
            [] => !self.graphs.iter().any(|graph| listens(graph.plan(), &one.name)),
            connections => connections.iter().all(|one| one.state == "closed"),
        }
    }
}

/// Whether a graph has an event node of a plugin.
fn listens(plan: &Plan, plugin: &str) -> bool {
    plan.nodes.iter().any(|node| {
        let info = &node.node_type.info;
        let group = info.id.split('.').next();
        info.kind == NodeKind::Event && node.mode != Mode::Disabled && group == Some(plugin)
    })
}
