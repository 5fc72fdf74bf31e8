//! Many threads emit events: none is lost, none is handled twice, each source's order is kept, and the graph
//! runs on one thread at a time.

use crate::engine::dispatch::defer;
use crate::engine::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, Source, Workers, compile,
};
use crate::toolbox::Toolbox;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use pulsewire_plugin::{Context, Emit, EmitError, Flow, Node, NodeError, NodeInfo, Value};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Sends every event on, and panics when it runs on two threads at once.
struct Collect {
    seen: Sender<i64>,
    runs: Arc<AtomicBool>,
}

impl Node for Collect {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        assert!(!self.runs.swap(true, Ordering::SeqCst), "two threads run one graph");
        if let Value::Int(event) = context.take_event() {
            self.seen.send(event).unwrap();
        }
        self.runs.store(false, Ordering::SeqCst);
        Ok(Flow::End)
    }
}

fn collector(inbox: usize) -> (Arc<Graph>, Receiver<i64>) {
    let (seen, collected) = unbounded();
    let collect = NodeInfo::event("test.collect", "Collect", "Collects.")
        .create(move |_| Ok(Collect { seen: seen.clone(), runs: Arc::default() }));
    let mut toolbox = Toolbox::default();
    toolbox.add(None, vec![collect]).unwrap();
    let logic =
        serde_json::from_str(r#"{ "nodes": { "n": { "type": "test.collect" } } }"#).unwrap();
    let environment = Environment { toolbox: &toolbox, configurations: &Configurations::default() };
    let (plan, _) = compile(
        Source { file: Path::new("g"), name: "g", logic: &logic, placeholders: &[] },
        environment,
    );
    let failures = Arc::new(Failures::default());
    let graph = Graph::new(
        plan.unwrap(),
        1000,
        InboxLimits { events: inbox, bytes: 64 << 20 },
        failures,
        Workers::new(),
        &Lasting::default(),
    )
    .unwrap();
    graph.start().unwrap();
    (graph, collected)
}

/// Emits, waiting for room as a source does.
fn emit(graph: &Graph, mut event: Value) {
    while let Err(refused) = graph.emit(0, event) {
        let EmitError::Full(back) = refused else { panic!("stopped") };
        event = back;
        let (wake, woken) = bounded(1);
        graph.when_ready(Box::new(move || wake.send(()).unwrap()));
        woken.recv_timeout(Duration::from_secs(30)).expect("no wake-up for room");
    }
}

#[test]
fn many_sources_lose_nothing_and_keep_their_order() {
    const SOURCES: i64 = 4;
    const EACH: i64 = 20_000;
    for inbox in [1, 3, 1024] {
        let (graph, collected) = collector(inbox);
        graph.open();
        thread::scope(|scope| {
            for source in 0..SOURCES {
                let graph = &graph;
                scope.spawn(move || {
                    (0..EACH).for_each(|at| emit(graph, Value::Int(source * EACH + at)));
                });
            }
        });
        assert!(graph.settle(Instant::now() + Duration::from_secs(30)));
        let mut next: Vec<i64> = (0..SOURCES).map(|source| source * EACH).collect();
        for event in collected.try_iter() {
            let source = usize::try_from(event / EACH).unwrap();
            assert_eq!(event, next[source], "of source {source}");
            next[source] += 1;
        }
        let all: Vec<i64> = (1..=SOURCES).map(|source| source * EACH).collect();
        assert_eq!(next, all, "with an inbox of {inbox}");
    }
}

#[test]
fn events_wait_until_the_graph_opens() {
    let (graph, collected) = collector(2);
    emit(&graph, Value::Int(1));
    assert!(collected.is_empty());
    graph.open();
    assert_eq!(collected.recv_timeout(Duration::from_secs(30)), Ok(1));
}

#[test]
fn a_full_inbox_returns_the_event_and_a_stopped_graph_refuses_it() {
    let (graph, _collected) = collector(1);
    emit(&graph, Value::Int(1));
    assert_eq!(graph.emit(0, Value::Int(2)), Err(EmitError::Full(Value::Int(2))));
    assert_eq!(graph.stop(), 1);
    assert_eq!(graph.emit(0, Value::Int(3)), Err(EmitError::Stopped));
}

#[test]
fn a_waiting_source_is_woken_when_the_graph_stops() {
    let (graph, _collected) = collector(1);
    emit(&graph, Value::Int(1));
    let (wake, woken) = bounded(1);
    graph.when_ready(Box::new(move || wake.send(()).unwrap()));
    assert!(woken.is_empty());
    graph.stop();
    assert_eq!(woken.try_recv(), Ok(()));
}

#[test]
fn a_deferring_thread_leaves_its_events_to_a_worker() {
    let (graph, collected) = collector(4);
    graph.open();
    assert!(graph.settle(Instant::now() + Duration::from_secs(30)));
    let mut deferred = 0;
    defer(
        || {
            emit(&graph, Value::Int(1));
            assert!(collected.is_empty());
        },
        |_| deferred += 1,
    );
    assert_eq!(deferred, 1);
}

#[test]
fn a_stopped_graph_is_freed() {
    let (graph, _collected) = collector(1);
    let alive = Arc::downgrade(&graph);
    graph.stop();
    drop(graph);
    assert_eq!(alive.strong_count(), 0);
}
