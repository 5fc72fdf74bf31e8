//! What the JSON nodes cost beside serde_json alone.
//!
//! `cargo bench -p pulsewire --bench json`

#![allow(clippy::unwrap_used, clippy::panic)]

mod rig;

use divan::Bencher;
use divan::counter::BytesCount;
use pulsewire_plugin::{Emit, Value, parse_json};
use rig::{chain, graph, toolbox};
use serde_json::{Value as Json, json};

fn main() {
    divan::main();
}

/// A message as sensors send it, repeated to so many readings.
fn message(readings: usize) -> String {
    let one = |at: usize| {
        json!({ "sensor": format!("s{at}"), "celsius": 18.5, "at": 1_700_000_000 + at, "ok": true,
                "place": { "floor": 2, "room": "kitchen" } })
    };
    json!({ "readings": (0..readings).map(one).collect::<Vec<_>>() }).to_string()
}

/// An event and JSON Parse.
#[divan::bench(args = [1, 10, 1000])]
fn parse_node(bencher: Bencher<'_, '_>, readings: usize) {
    let graph = graph(&toolbox(), &chain("bench.event", "json.parse", 1, 0));
    let text = message(readings);
    let value = Value::from(text.as_str());
    bencher.counter(BytesCount::of_str(&text)).bench(|| graph.emit(0, value.clone()).unwrap());
}

/// The same text to serde_json's own tree.
#[divan::bench(args = [1, 10, 1000])]
fn parse_serde_json(bencher: Bencher<'_, '_>, readings: usize) {
    let text = message(readings);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| serde_json::from_str::<Json>(&text).unwrap());
}

/// An event and JSON Stringify.
#[divan::bench(args = [1, 10, 1000])]
fn stringify_node(bencher: Bencher<'_, '_>, readings: usize) {
    let graph = graph(&toolbox(), &chain("bench.event", "json.stringify", 1, 0));
    let text = message(readings);
    let value = parse_json(&text).unwrap();
    bencher.counter(BytesCount::of_str(&text)).bench(|| graph.emit(0, value.clone()).unwrap());
}

/// serde_json's own tree to the same text.
#[divan::bench(args = [1, 10, 1000])]
fn stringify_serde_json(bencher: Bencher<'_, '_>, readings: usize) {
    let text = message(readings);
    let json: Json = serde_json::from_str(&text).unwrap();
    bencher.counter(BytesCount::of_str(&text)).bench(|| serde_json::to_string(&json).unwrap());
}
