//! Cost grows as the project grows.

use super::compiled_with;
use serde_json::{Map, json};
use std::time::Instant;

#[test]
fn ten_times_as_many_connections_and_nodes_do_not_cost_eighty_times_as_much() {
    let price = |count: usize| {
        let names = (0..count).map(|at| format!("c{at}"));
        let entries: Vec<_> = names.clone().map(|name| json!({ "name": name })).collect();
        let node = |name: &String| {
            let attributes = json!({ "configuration": name });
            (name.clone(), json!({ "type": "test.event", "attributes": attributes }))
        };
        let nodes: Map<_, _> = names.map(|name| node(&name)).collect();
        let logic = serde_json::from_value(json!({ "nodes": nodes })).unwrap();
        let section = json!({ "connections": entries });
        let time = |_| {
            let begin = Instant::now();
            assert!(compiled_with(&section, &logic).0.is_some());
            begin.elapsed()
        };
        (0..10).map(time).min().unwrap_or_default()
    };
    let (few, many) = (price(500), price(5_000));
    // Quadratic cost would be a hundred times; on a busy machine linear cost has been sixty.
    assert!(many < few * 80, "{many:?} for ten times what takes {few:?}");
}
