//! The cost of an event depends on the nodes that it runs, not on the size of the graph.

use super::{PATIENCE, graph, toolbox};
use crate::engine::{Failures, Graph, RunServices, Timers, Workers};
use crossbeam_channel::unbounded;
use pulsewire_nodes::Services;
use pulsewire_plugin::{Emit, Value};
use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A graph of three nodes in a row, and so many that never run.
fn three_among(idle: usize) -> Arc<Graph> {
    let mut text = r#"
        heard = event.listener {"event": "e"}
        one = flow.branch {"input": true}
        two = flow.branch
        heard.pulse -> one.pulse
        one.on_true -> two.pulse
    "#
    .to_owned();
    (0..idle).for_each(|at| writeln!(text, "idle{at} = math.add").unwrap());
    let print = Box::new(|_: &str| {});
    let services = RunServices::new(Timers::new(), Arc::default(), unbounded().0, print);
    let services: Arc<dyn Services> = Arc::new(services);
    let graph = graph(&text, &toolbox(&services), &Arc::new(Failures::default()), &Workers::new());
    graph.start().unwrap();
    graph.open();
    assert!(graph.settle(Instant::now() + PATIENCE));
    graph
}

/// The shortest time of many: other load of the machine only makes times longer.
fn cost(graph: &Graph) -> Duration {
    let events = || (0..100).for_each(|_| emit(graph));
    let time = |_| {
        let begin = Instant::now();
        events();
        begin.elapsed()
    };
    (0..200).map(time).min().unwrap_or_default()
}

/// The worker that opened the graph may still hold it; then the inbox may be full.
fn emit(graph: &Graph) {
    let until = Instant::now() + PATIENCE;
    while graph.emit(0, Value::Null).is_err() {
        assert!(Instant::now() < until, "there is no room");
        std::thread::yield_now();
    }
}

#[test]
fn three_nodes_among_100_000_cost_what_three_cost() {
    let (alone, among) = (cost(&three_among(0)), cost(&three_among(100_000)));
    assert!(among < alone * 10, "{among:?} among 100 000, {alone:?} alone");
}
