//! What a pulse costs.
//!
//! `cargo bench -p pulsewire --bench engine`

// A bench is no test to clippy, but it may fail like one.
#![allow(clippy::unwrap_used, clippy::panic)]

mod rig;

use divan::Bencher;
use divan::counter::ItemsCount;
use pulsewire_plugin::{Emit, Value};
use pulsewire_runtime::engine::{Configurations, Environment, Source, compile};
use rig::{chain, graph, logic, toolbox};
use serde_json::json;
use std::path::Path;

fn main() {
    divan::main();
}

/// One event and a pulse through so many nodes.
#[divan::bench(args = [1, 10, 1000])]
fn pulse(bencher: Bencher<'_, '_>, length: usize) {
    let graph = graph(&toolbox(), &chain("bench.event", "bench.pass", length, 0));
    bencher.counter(ItemsCount::new(length)).bench(|| graph.emit(0, Value::Int(7)).unwrap());
}

/// One event that reads so many value nodes, one behind the other.
#[divan::bench(args = [1, 10, 1000])]
fn read(bencher: Bencher<'_, '_>, length: usize) {
    let graph = graph(&toolbox(), &chain("bench.event", "bench.value", length, 0));
    bencher.counter(ItemsCount::new(length)).bench(|| graph.emit(0, Value::Int(7)).unwrap());
}

/// One event that visits three nodes, in graphs of different size: the price must not depend on it.
#[divan::bench(args = [0, 1_000, 100_000])]
fn three_nodes_among(bencher: Bencher<'_, '_>, idle: usize) {
    let graph = graph(&toolbox(), &chain("bench.event", "bench.pass", 3, idle));
    bencher.bench(|| graph.emit(0, Value::Int(7)).unwrap());
}

/// A For Loop of a million rounds with one node in its body.
#[divan::bench(sample_count = 10)]
fn million_rounds(bencher: Bencher<'_, '_>) {
    let loops = json!({
        "nodes": {
            "n0": { "type": "bench.event" },
            "loop": { "type": "flow.for_loop", "attributes": { "last_index": 1_000_000 } },
            "body": { "type": "bench.pass" }
        },
        "wires": ["n0.pulse -> loop.pulse", "loop.pulse -> body.pulse", "loop.index -> body.input"]
    });
    let graph = graph(&toolbox(), &logic(&loops));
    bencher.counter(ItemsCount::new(1_000_000_usize)).bench(|| graph.emit(0, Value::Null).unwrap());
}

/// Compiling a graph of so many nodes.
#[divan::bench(args = [1_000, 100_000], sample_count = 10)]
fn compile_nodes(bencher: Bencher<'_, '_>, nodes: usize) {
    let logic = chain("bench.event", "bench.pass", nodes, 0);
    let (toolbox, configurations) = (toolbox(), Configurations::default());
    let environment = Environment { toolbox: &toolbox, configurations: &configurations };
    let source =
        Source { file: Path::new("bench.json"), name: "bench", logic: &logic, placeholders: &[] };
    bencher.counter(ItemsCount::new(nodes)).bench(|| compile(source, environment));
}
