//! What it costs to bring an event into a graph, alone and among others who do.
//!
//! `cargo bench -p pulsewire --bench inbox`

#![allow(clippy::unwrap_used, clippy::panic)]

mod rig;

use divan::Bencher;
use divan::counter::ItemsCount;
use pulsewire_plugin::{Emit, EmitError, Value};
use pulsewire_runtime::engine::Graph;
use rig::{chain, graph, toolbox};
use std::sync::Arc;
use std::thread;

fn main() {
    divan::main();
}

fn one_node() -> Arc<Graph> {
    graph(&toolbox(), &chain("bench.event", "bench.pass", 1, 0))
}

/// The graph is idle: the thread that brings the event runs it, and the event does not go through the queue.
#[divan::bench]
fn idle(bencher: Bencher<'_, '_>) {
    let graph = one_node();
    bencher.bench(|| graph.emit(0, Value::Int(7)).unwrap());
}

/// So many threads bring events to one graph at once; the price is for one event.
#[divan::bench(args = [1, 2, 4], sample_count = 20)]
fn contended(bencher: Bencher<'_, '_>, threads: usize) {
    const EACH: usize = 100_000;
    let graph = one_node();
    bencher.counter(ItemsCount::new(threads * EACH)).bench(|| {
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| (0..EACH).for_each(|_| bring(&graph)));
            }
        });
    });
}

/// One event brings another: a custom event goes through the queue of the graph that handles the first.
#[divan::bench]
fn queued(bencher: Bencher<'_, '_>) {
    let logic = rig::logic(&serde_json::json!({
        "nodes": {
            "n0": { "type": "bench.event" },
            "trigger": { "type": "event.trigger", "attributes": { "event": "next" } },
            "listen": { "type": "event.listener", "attributes": { "event": "next" } }
        },
        "wires": ["n0.pulse -> trigger.pulse"]
    }));
    let graph = graph(&toolbox(), &logic);
    bencher.bench(|| graph.emit(0, Value::Null).unwrap());
}

fn bring(graph: &Graph) {
    let mut event = Value::Int(7);
    while let Err(EmitError::Full(back)) = graph.emit(0, event) {
        event = back;
        thread::yield_now();
    }
}
