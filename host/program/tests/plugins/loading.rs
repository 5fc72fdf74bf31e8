//! Plugins loaded into this process.

use crate::fixtures::User;
use pulsewire_runtime::contract::boundary::LoadedPlugin;
use pulsewire_runtime::contract::*;
use pulsewire_runtime::plugins::{PluginHost, Plugins};
use serde_json::{Map, Value as Json, json};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn open(plugins: &Plugins, name: &str) -> LoadedPlugin {
    plugins.open(name, Arc::new(PluginHost::new(name))).unwrap()
}

fn ids(plugin: &LoadedPlugin) -> Vec<String> {
    plugin.node_types().unwrap().iter().map(|one| one.info.id.clone()).collect()
}

#[test]
fn plugins_load_side_by_side() {
    let user = User::with(&["hello", "plain"]);
    let plugins = Plugins::find(&user.search());
    let (hello, plain) = (open(&plugins, "hello"), open(&plugins, "plain"));
    assert_eq!(ids(&hello), ["hello.greet", "hello.on_tick"]);
    assert_eq!(ids(&plain), ["plain.idle"]);
    assert_eq!(plain.settings_schema().unwrap(), Json::Null);
    let names: Vec<_> = plugins.available().collect();
    assert_eq!(names, ["hello", "plain"]);
}

/// A graph that only records emitted events, each with its node.
struct EmittedEvents(Mutex<Sender<(u32, Value)>>);

impl Emit for EmittedEvents {
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.0.lock().unwrap().send((node, event)).map_err(|_| EmitError::Stopped)
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        wake();
    }
}

fn node(
    plugin: &LoadedPlugin,
    at: usize,
    written: Json,
    graph: &Arc<EmittedEvents>,
) -> Box<dyn Node> {
    let types = plugin.node_types().unwrap();
    let written = written.as_object().cloned().unwrap_or_else(Map::new);
    let attributes = Attributes::new(&written, &types[at].info.attributes);
    let emitter = Emitter::new(graph.clone(), 7);
    let (placeholders, variable) = (Placeholders::default(), None);
    types[at]
        .create(Setup {
            graph: "g",
            node: "n",
            attributes,
            placeholders,
            emitter,
            variable,
            variable_scope: "g",
        })
        .unwrap()
}

fn run(node: &mut dyn Node, slots: &mut [Value], inputs: &[u32], event: Value) -> Flow {
    let (mut event, mut resume) = (event, LoopState::default());
    let first = u32::try_from(inputs.len()).unwrap();
    let trigger = Trigger::Event;
    let mut context = Context::new(slots, inputs, first, None, trigger, &mut event, &mut resume);
    node.run(&mut context).unwrap()
}

#[test]
fn the_example_greets_and_ticks_as_its_settings_say() {
    let user = User::with(&["hello"]);
    let hello = open(&Plugins::find(&user.search()), "hello");
    let settings = json!({ "greeting": "Ahoy", "ticks": [{ "name": "Fast", "every_ms": 1 }] });
    hello.configure(&settings.to_string()).unwrap();
    let (sender, ticks) = channel();
    let graph = Arc::new(EmittedEvents(Mutex::new(sender)));

    let mut slots = [Value::from("Ada"), Value::Null];
    run(&mut *node(&hello, 0, json!({}), &graph), &mut slots, &[0], Value::Null);
    assert_eq!(slots[1], Value::from("Ahoy, Ada!"));

    let mut on_tick = node(&hello, 1, json!({ "configuration": "Fast" }), &graph);
    on_tick.start().unwrap();
    hello.start().unwrap();
    for count in 1..4 {
        let (node, event) = ticks.recv_timeout(Duration::from_secs(60)).unwrap();
        assert_eq!((node, &event), (7, &Value::Int(count)));
        let mut slots = [Value::Null];
        assert_eq!(run(&mut *on_tick, &mut slots, &[], event), Flow::NEXT);
        assert_eq!(slots[0], Value::Int(count));
    }
    assert_eq!(hello.status().unwrap().connections[0].state, "ticking");
    hello.stop(Duration::from_secs(1)).unwrap();
    let status = &hello.status().unwrap().connections[0];
    let emitted = 3 + u64::try_from(ticks.try_iter().count()).unwrap();
    assert_eq!((status.state.as_str(), status.messages_in), ("stopped", emitted));
}

#[test]
fn the_example_checks_its_settings() {
    let user = User::with(&["hello"]);
    let hello = open(&Plugins::find(&user.search()), "hello");
    let twice = json!({ "ticks": [{ "name": "a" }, { "name": "a" }] }).to_string();
    let mistakes = hello.check(&twice).unwrap();
    assert_eq!((mistakes.len(), mistakes[0].pointer.as_str()), (1, "/ticks/1/name"));
    assert_eq!(hello.check("{\"greting\": 1}").unwrap()[0].code, "bad_settings");
    let mut lost = node(
        &hello,
        1,
        json!({ "configuration": "x" }),
        &Arc::new(EmittedEvents(channel().0.into())),
    );
    assert_eq!(lost.start().unwrap_err().code, "unknown_tick");
}
