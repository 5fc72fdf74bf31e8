//! What the bad plugins share: everything that a plugin has, so that each file shows only what is bad about it.

use pulsewire_plugin::{
    About, Context, Flow, Host, Mistake, Node, NodeError, NodeInfo, NodeType, Plugin, Status,
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

    /// What its nodes do when they are pulsed.
    fn run() -> Flow {
        Flow::NEXT
    }
}

/// The plugin with these specialities.
pub struct Made<S>(PhantomData<S>);

impl<S: Special> Plugin for Made<S> {
    const ABOUT: About = About { name: S::NAME, title: "Bad", version: "6.6.6", doc: "Is bad." };

    fn new(_host: Host) -> Result<Self, String> {
        S::load()?;
        Ok(Self(PhantomData))
    }

    fn node_types(&self) -> Vec<NodeType> {
        let node_type = |id: &&str| {
            NodeInfo::action(id, "Nothing", "Nothing.").create(|_| Ok(Idle(PhantomData::<S>)))
        };
        S::NODE_TYPES.iter().map(node_type).collect()
    }

    fn settings_schema(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    fn check(&self, _settings: &str) -> Vec<Mistake> {
        Vec::new()
    }

    fn configure(&self, _settings: &str) -> Result<(), String> {
        Ok(())
    }

    fn start(&self) -> Result<(), String> {
        Ok(())
    }

    fn stop(&self, _within: Duration) {}

    fn status(&self) -> Status {
        Status::default()
    }
}

struct Idle<S>(PhantomData<S>);

impl<S: Special> Node for Idle<S> {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(S::run())
    }
}
