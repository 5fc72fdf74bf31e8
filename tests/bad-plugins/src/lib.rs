//! The common parts of the bad plugins, so that each file shows only its fault.

use pulsewire_plugin::{
    PluginInfo, Context, Emitter, Flow, Host, SettingsError, Node, NodeError, NodeInfo, NodeType, Plugin,
    Status,
};
use std::marker::PhantomData;
use std::time::Duration;

/// The parts in which one of them differs.
pub trait Special: Send + Sync + 'static {
    /// The plugin's name.
    const NAME: &'static str;

    /// The ids of its node types.
    const NODE_TYPES: &'static [&'static str] = &[];

    /// Called while the plugin is created.
    fn load() -> Result<(), String> {
        Ok(())
    }

    /// Called when a node is created, with the node's emitter.
    fn create(_node_type: &str, _emitter: Emitter) {}

    /// Called by its nodes when the graph starts.
    fn begin(_node_type: &str) {}

    /// Called by its nodes when they are pulsed.
    fn run(_node_type: &str) -> Flow {
        Flow::NEXT
    }

    /// Called to check its settings.
    fn check(_settings: &str) {}

    /// Called with its settings.
    fn configure(_settings: &str) {}

    /// Called when the run starts.
    fn start() {}

    /// Called when the run ends.
    fn stop() {}

    /// Its status in the report.
    fn status() -> Status {
        Status::default()
    }
}

/// The plugin with the parts of `S`.
pub struct Made<S>(PhantomData<S>);

impl<S: Special> Plugin for Made<S> {
    const INFO: PluginInfo = PluginInfo { name: S::NAME, title: "Bad", version: "6.6.6", doc: "Is bad." };

    fn new(_host: Host) -> Result<Self, String> {
        S::load()?;
        Ok(Self(PhantomData))
    }

    fn node_types(&self) -> Vec<NodeType> {
        S::NODE_TYPES.iter().map(|id| node_type::<S>(id)).collect()
    }

    fn settings_schema(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    fn check(&self, settings: &str) -> Vec<SettingsError> {
        S::check(settings);
        Vec::new()
    }

    fn configure(&self, settings: &str) -> Result<(), String> {
        S::configure(settings);
        Ok(())
    }

    fn start(&self) -> Result<(), String> {
        S::start();
        Ok(())
    }

    fn stop(&self, _within: Duration) {
        S::stop();
    }

    fn status(&self) -> Status {
        S::status()
    }
}

/// An action, or an event when its id says so.
fn node_type<S: Special>(id: &'static str) -> NodeType {
    let make = if id.contains(".on_") { NodeInfo::event } else { NodeInfo::action };
    make(id, "Nothing", "Nothing.").create(move |setup| {
        S::create(id, setup.emitter);
        Ok(Idle(id, PhantomData::<S>))
    })
}

struct Idle<S>(&'static str, PhantomData<S>);

impl<S: Special> Node for Idle<S> {
    fn start(&mut self) -> Result<(), NodeError> {
        S::begin(self.0);
        Ok(())
    }

    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(S::run(self.0))
    }
}
