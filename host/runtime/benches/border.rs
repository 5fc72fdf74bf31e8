//! What the plugin border costs: the nodes and events of a plugin on both sides of it at once.
//!
//! `cargo bench -p pulsewire --bench border`

#![allow(clippy::unwrap_used, clippy::panic)]

mod rig;

use divan::Bencher;
use divan::counter::ItemsCount;
use pulsewire_plugin::boundary::{LoadedPlugin, module};
use pulsewire_plugin::{
    Context, Emit, Emitter, Flow, Host, HostServices, Level, Node, NodeError, NodeInfo, NodeType,
    Plugin, PluginInfo, SettingsError, Socket, Status, Value, ValueType,
};
use pulsewire_project_settings::Logic;
use pulsewire_runtime::engine::Graph;
use rig::{chain, graph, passes, text, toolbox};
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

fn main() {
    divan::main();
}

thread_local! {
    /// The emitter of the last source that was started on this thread, on the plugin's side.
    static EMITTER: RefCell<Option<Emitter>> = const { RefCell::new(None) };
}

/// A plugin whose nodes do as little as possible.
struct Border;

impl Plugin for Border {
    const INFO: PluginInfo = PluginInfo {
        name: "border",
        title: "Border",
        version: "1.0.0",
        doc: "Measures the border.",
    };

    fn new(_host: Host) -> Result<Self, String> {
        Ok(Self)
    }

    fn node_types(&self) -> Vec<NodeType> {
        let output = Socket::new("output", "Output", ValueType::Any, "The event.");
        let source = NodeInfo::event("border.source", "Source", "Begins.").output(output);
        let mut types = passes("border");
        types.push(source.create(|setup| Ok(Begins(setup.emitter))));
        types
    }

    fn settings_schema(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    fn check(&self, _settings: &str) -> Vec<SettingsError> {
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

/// An event node whose events the bench brings from the plugin's side.
struct Begins(Emitter);

impl Node for Begins {
    fn start(&mut self) -> Result<(), NodeError> {
        EMITTER.set(Some(self.0.clone()));
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let event = context.take_event();
        context.set(0, event);
        Ok(Flow::NEXT)
    }
}

struct Silence;

impl HostServices for Silence {
    fn log(&self, _level: Level, _source: &str, _message: &str) {}

    fn enabled(&self, _level: Level, _source: &str) -> bool {
        false
    }
}

fn with_plugin(logic: &Logic) -> Arc<Graph> {
    let plugin = LoadedPlugin::open(module::<Border>(), Arc::new(Silence)).unwrap();
    let mut toolbox = toolbox();
    toolbox.add(Some("border"), plugin.node_types().unwrap()).unwrap();
    graph(&toolbox, logic)
}

/// One event and a pulse through so many nodes of a plugin.
#[divan::bench(args = [1, 10, 1000])]
fn pulse(bencher: Bencher<'_, '_>, length: usize) {
    let graph = with_plugin(&chain("bench.event", "border.pass", length, 0));
    bencher.counter(ItemsCount::new(length)).bench(|| graph.emit(0, Value::Int(7)).unwrap());
}

/// One event that reads so many value nodes of a plugin.
#[divan::bench(args = [1, 10, 1000])]
fn read(bencher: Bencher<'_, '_>, length: usize) {
    let graph = with_plugin(&chain("bench.event", "border.value", length, 0));
    bencher.counter(ItemsCount::new(length)).bench(|| graph.emit(0, Value::Int(7)).unwrap());
}

/// A plugin's event to a plugin's node: what a message costs between On Receive and Send, with values of so many
/// bytes. They are not copied, so their size must not matter.
#[divan::bench(args = [16, 1 << 10, 64 << 10, 1 << 20])]
fn event_to_action(bencher: Bencher<'_, '_>, bytes: usize) {
    let _graph = with_plugin(&chain("border.source", "border.pass", 1, 0));
    let emitter = EMITTER.take().unwrap();
    let value = text(bytes);
    bencher.bench_local(|| emitter.emit(value.clone()).unwrap());
}
