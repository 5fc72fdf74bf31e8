//! What the bad plugins share: everything that a plugin has, so that each file shows only what is bad about it.

use pulsewire_plugin::{
    PluginInfo, Context, Emitter, Flow, Host, SettingsError, Node, NodeError, NodeInfo, NodeType, Plugin,
    Status,
};
use std::marker::PhantomData;
use std::time::Duration;

/// What is special about one of them.
pub trait Special: Send + Sync + 'static {
    /// The plugin's name.
    const NAME: &'static str;

    /// The ids of its node types.
    const NODE_TYPES: &'static [&'static str] = &[];

    /// What it does while it is made.
    fn load() -> Result<(), String> {
        Ok(())
    }

    /// What it does when a node is made, with the node's emitter.
    fn create(_node_type: &str, _emitter: Emitter) {}

    /// What its nodes do when the graph starts.
    fn begin(_node_type: &str) {}

    /// What its nodes do when they are pulsed.
    fn run(_node_type: &str) -> Flow {
        Flow::NEXT
    }

    /// What it does when it is asked what is wrong with its settings.
    fn check(_settings: &str) {}

    /// What it does with its settings.
    fn configure(_settings: &str) {}

    /// What it does when the run starts.
    fn start() {}

    /// What it does when the run ends.
    fn stop() {}

    /// What it tells of itself.
    fn status() -> Status {
        Status::default()
    }
}

/// The plugin with these specialities.
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
