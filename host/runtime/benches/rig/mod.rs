//! What the benches share: a small toolbox and graphs made of it.

// Each bench is a crate of its own and uses a part of this.
#![allow(dead_code)]

use pulsewire_plugin::{
    Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger, Value, ValueType,
};
use pulsewire_project_settings::Logic;
use pulsewire_runtime::engine::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, RunServices, Source,
    Timers, Workers, compile,
};
use pulsewire_runtime::toolbox::Toolbox;
use serde_json::Value as Json;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Passes its input, or the event, on and the pulse with it.
pub(crate) struct Pass;

impl Node for Pass {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if context.trigger() == Trigger::Event {
            let event = context.take_event();
            context.set(0, event);
        } else {
            let value = context.input(0).clone();
            context.set(0, value);
        }
        Ok(Flow::NEXT)
    }
}

/// The toolbox of the program and, in the group `bench`, an event, an action and a value node.
pub(crate) fn toolbox() -> Toolbox {
    let (events, _) = crossbeam_channel::bounded(2);
    let (timers, failures) = (Timers::new(), Arc::new(Failures::default()));
    let services = Arc::new(RunServices::new(timers, failures, events, Box::new(|_| {})));
    let mut toolbox = Toolbox::default();
    toolbox.add(None, pulsewire_nodes::toolbox(&(services as _))).unwrap();
    toolbox.add(None, passes("bench")).unwrap();
    toolbox
}

/// An event, an action and a value node that pass on what they get.
pub(crate) fn passes(group: &str) -> Vec<NodeType> {
    let id = |name: &str| format!("{group}.{name}");
    let any = |id| Socket::new(id, id, ValueType::Any, "A value.");
    let event = NodeInfo::event(&id("event"), "Event", "Begins.").output(any("output"));
    let pass = NodeInfo::action(&id("pass"), "Pass", "Passes.");
    let value = NodeInfo::value(&id("value"), "Value", "Passes.");
    vec![
        event.create(|_| Ok(Pass)),
        pass.input(any("input")).output(any("output")).create(|_| Ok(Pass)),
        value.input(any("input")).output(any("output")).create(|_| Ok(Pass)),
    ]
}

/// A running graph; its events are brought by [`Emit::emit`](pulsewire_plugin::Emit::emit).
pub(crate) fn graph(toolbox: &Toolbox, logic: &Logic) -> Arc<Graph> {
    let environment = Environment { toolbox, configurations: &Configurations::default() };
    let source = Source { file: Path::new("bench.json"), name: "bench", logic, placeholders: &[] };
    let (plan, mistakes) = compile(source, environment);
    let plan = plan.unwrap_or_else(|| panic!("{mistakes:?}"));
    let failures = Arc::new(Failures::default());
    let graph = Graph::new(
        plan,
        1 << 40,
        InboxLimits { events: 1024, bytes: 64 << 20 },
        failures,
        Workers::new(),
        &Lasting::default(),
    )
    .unwrap();
    graph.start().unwrap();
    graph.open();
    // Until then it is a worker's, and events would only be queued.
    assert!(graph.settle(Instant::now() + Duration::from_secs(10)));
    graph
}

/// Logic from JSON.
pub(crate) fn logic(json: &Json) -> Logic {
    serde_json::from_str(&json.to_string()).unwrap()
}

/// An event and a chain of nodes of this type behind it, among `idle` nodes that nobody visits. A chain of value
/// nodes is read by an action at its end.
pub(crate) fn chain(event: &str, kind: &str, length: usize, idle: usize) -> Logic {
    let is_value = kind.ends_with(".value");
    let mut nodes = vec![format!(r#""n0":{{"type":"{event}"}}"#)];
    let mut wires = Vec::new();
    for at in 1..=length {
        nodes.push(format!(r#""n{at}":{{"type":"{kind}"}}"#));
        let before = at - 1;
        wires.push(format!(r#""n{before}.output -> n{at}.input""#));
        if !is_value {
            wires.push(format!(r#""n{before}.pulse -> n{at}.pulse""#));
        }
    }
    if is_value {
        nodes.push(r#""end":{"type":"bench.pass"}"#.to_owned());
        wires.push(r#""n0.pulse -> end.pulse""#.to_owned());
        wires.push(format!(r#""n{length}.output -> end.input""#));
    }
    nodes.extend((0..idle).map(|at| format!(r#""idle{at}":{{"type":"bench.value"}}"#)));
    let text = format!(r#"{{"nodes":{{{}}},"wires":[{}]}}"#, nodes.join(","), wires.join(","));
    serde_json::from_str(&text).unwrap()
}

/// A text value of so many bytes.
pub(crate) fn text(bytes: usize) -> Value {
    Value::from("x".repeat(bytes))
}
