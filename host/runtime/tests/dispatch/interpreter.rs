use crate::graph::Graph;
use loom::sync::atomic::{AtomicBool, Ordering};
use pulsewire_plugin::{Emit, Value};
use std::sync::Weak;

/// Notes what it handles, and fails when two threads are in here at once. From 100 on an event raises another.
pub(crate) struct Interpreter {
    graph: Weak<Graph>,
    busy: AtomicBool,
    pub(crate) handled: Vec<i64>,
}

impl Interpreter {
    pub(crate) fn new(graph: Weak<Graph>) -> Self {
        Self { graph, busy: AtomicBool::new(false), handled: Vec::new() }
    }

    pub(crate) fn handle(&mut self, node: u32, event: Value) {
        assert!(!self.busy.swap(true, Ordering::Relaxed), "two threads run one graph");
        let Value::Int(event) = event else { panic!("{event:?}") };
        self.handled.push(event);
        if event >= 100 {
            let graph = self.graph.upgrade().unwrap();
            graph.emit(node, Value::Int(event - 100)).unwrap();
        }
        self.busy.store(false, Ordering::Relaxed);
    }
}
