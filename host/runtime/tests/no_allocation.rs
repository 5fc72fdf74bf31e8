//! A step allocates nothing: counted by the allocator, over graphs of built-in and of plugin nodes.

// What is not in a `#[test]` itself is no test to clippy.
#![allow(clippy::unwrap_used, clippy::panic)]

use pulsewire_plugin::boundary::{LoadedPlugin, module};
use pulsewire_plugin::{
    Context, Emit, Flow, Host, HostServices, Level, Node, NodeError, NodeInfo, NodeType, Plugin,
    PluginInfo, SettingsError, Socket, Status, Value, ValueType,
};
use pulsewire_runtime::engine::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, RunServices, Source,
    Timers, Workers, compile,
};
use pulsewire_runtime::toolbox::Toolbox;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Gives its event out; as an action it passes its input on.
struct Pass;

impl Node for Pass {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = match context.inputs() {
            0 => context.take_event(),
            _ => context.input(0).clone(),
        };
        context.set(0, value);
        Ok(Flow::NEXT)
    }
}

struct Passing;

impl Plugin for Passing {
    const INFO: PluginInfo =
        PluginInfo { name: "passing", title: "Passing", version: "1.0.0", doc: "Passes." };

    fn new(_host: Host) -> Result<Self, String> {
        Ok(Self)
    }

    fn node_types(&self) -> Vec<NodeType> {
        let any = |id| Socket::new(id, id, ValueType::Any, "A value.");
        let event = NodeInfo::event("passing.event", "Event", "Begins.").output(any("output"));
        let pass = NodeInfo::action("passing.pass", "Pass", "Passes.");
        let pass = pass.input(any("input")).output(any("output"));
        vec![event.create(|_| Ok(Pass)), pass.create(|_| Ok(Pass))]
    }

    fn settings_schema(&self) -> Json {
        Json::Null
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

struct Silence;

impl HostServices for Silence {
    fn log(&self, _level: Level, _source: &str, _message: &str) {}

    fn enabled(&self, _level: Level, _source: &str) -> bool {
        false
    }
}

fn graph(logic: &Json) -> Arc<Graph> {
    let (events, _) = crossbeam_channel::bounded(2);
    let failures = Arc::new(Failures::default());
    let services = RunServices::new(Timers::new(), failures.clone(), events, Box::new(|_| {}));
    let plugin = LoadedPlugin::open(module::<Passing>(), Arc::new(Silence)).unwrap();
    let mut toolbox = Toolbox::default();
    toolbox.add(None, pulsewire_nodes::toolbox(&(Arc::new(services) as _))).unwrap();
    toolbox.add(Some("passing"), plugin.node_types().unwrap()).unwrap();
    let logic = serde_json::from_value(logic.clone()).unwrap();
    let environment = Environment { toolbox: &toolbox, configurations: &Configurations::default() };
    let source =
        Source { file: Path::new("test.json"), name: "test", logic: &logic, placeholders: &[] };
    let (plan, mistakes) = compile(source, environment);
    let plan = plan.unwrap_or_else(|| panic!("{mistakes:?}"));
    let graph = Graph::new(
        plan,
        1 << 40,
        InboxLimits { events: 16, bytes: 64 << 20 },
        failures,
        Workers::new(),
        &Lasting::default(),
    )
    .unwrap();
    graph.start().unwrap();
    graph.open();
    graph
}

/// Allocations of an event, once the first ones have made what is kept.
#[track_caller]
fn assert_allocates_nothing(logic: &Json, event: &Value) {
    let graph = graph(logic);
    fired(&graph);
    (0..3).for_each(|_| graph.emit(0, event.clone()).unwrap());
    let fired =
        |graph: &Graph| -> u64 { graph.counters().unwrap().iter().map(|one| one.fired).sum() };
    let before = fired(&graph);
    let counted = allocation_counter::measure(|| {
        (0..100).for_each(|_| graph.emit(0, event.clone()).unwrap());
    });
    let steps = fired(&graph) - before;
    assert!(steps >= 300, "only {steps} steps");
    assert_eq!(counted.count_total, 0, "in {steps} steps");
}

/// Steps so far, none of which failed. The worker that opened the graph may hold it for a moment.
fn fired(graph: &Graph) -> u64 {
    assert!(graph.settle(Instant::now() + Duration::from_secs(30)));
    let counters = std::iter::repeat_with(|| graph.counters()).flatten().next().unwrap();
    assert!(counters.iter().all(|one| one.errors == 0), "{counters:?}");
    counters.iter().map(|one| one.fired).sum()
}

#[test]
fn the_counter_counts() {
    let counted = allocation_counter::measure(|| drop(Value::from("made here")));
    assert_eq!(counted.count_total, 1);
}

#[test]
fn a_chain_of_plugin_nodes_allocates_nothing() {
    let mut nodes = json!({ "n0": { "type": "passing.event" } });
    let mut wires = Vec::new();
    for at in 1..20 {
        nodes[format!("n{at}")] = json!({ "type": "passing.pass" });
        wires.push(format!("n{}.pulse -> n{at}.pulse", at - 1));
        wires.push(format!("n{}.output -> n{at}.input", at - 1));
    }
    let logic = json!({ "nodes": nodes, "wires": wires });
    assert_allocates_nothing(&logic, &Value::Int(7));
    assert_allocates_nothing(&logic, &Value::from("a text that is shared"));
}

#[test]
fn value_nodes_and_branches_allocate_nothing() {
    let logic = json!({
        "nodes": {
            "n0": { "type": "passing.event" },
            "sum": { "type": "math.add", "attributes": { "data_type": "Float", "input_2": 2.0 } },
            "test": { "type": "compare.is_greater_equal",
                      "attributes": { "data_type": "Float", "b": 100.0 } },
            "branch": { "type": "flow.branch" },
            "large": { "type": "passing.pass" },
            "small": { "type": "passing.pass" }
        },
        "wires": [
            "n0.pulse -> branch.pulse", "n0.output -> sum.input_1", "sum.output -> test.a",
            "test.c -> branch.input", "branch.on_true -> large.pulse",
            "branch.on_false -> small.pulse", "sum.output -> small.input"
        ]
    });
    assert_allocates_nothing(&logic, &Value::Float(7.0));
    assert_allocates_nothing(&logic, &Value::Float(700.0));
}

#[test]
fn loops_sequences_and_variables_allocate_nothing() {
    let logic = json!({
        "variables": { "kept": { "type": "Int", "initial": 0 } },
        "nodes": {
            "n0": { "type": "passing.event" },
            "both": { "type": "flow.sequential", "attributes": { "pulse_count": 2 } },
            "loop": { "type": "flow.for_loop", "attributes": { "last_index": 50 } },
            "set": { "type": "variable.set", "attributes": { "variable": "kept" } },
            "get": { "type": "variable.get", "attributes": { "variable": "kept" } },
            "last": { "type": "passing.pass" }
        },
        "wires": [
            "n0.pulse -> both.pulse", "both.pulse_1 -> loop.pulse", "loop.pulse -> set.pulse",
            "loop.index -> set.value", "both.pulse_2 -> last.pulse", "get.value -> last.input"
        ]
    });
    assert_allocates_nothing(&logic, &Value::Null);
}
