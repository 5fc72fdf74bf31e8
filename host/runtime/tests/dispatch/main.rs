//! `dispatch.rs` of the engine itself, under loom: in every order in which few threads may take their steps no event is
//! lost or handled twice, no source waits for ever, and the graph runs on one thread at a time.

// Clippy takes only the test functions themselves for tests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../src/engine/dispatch.rs"]
mod dispatch;
mod graph;
mod interpreter;
mod sync;
mod workers;

use dispatch::defer;
use graph::{CLOSED, Graph, OPEN};
use loom::model::Builder;
use loom::sync::Notify;
use loom::thread;
use pulsewire_plugin::{Emit, EmitError, Value};
use std::sync::Arc;

/// Every order with at most this many switches to another thread where the first could have gone on.
const PREEMPTIONS: usize = 2;

fn model(work: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.check(work);
}

/// A source: it waits for room as a connection does. Returns false when the graph has stopped.
fn emit(graph: &Graph, mut event: i64) -> bool {
    loop {
        match graph.emit(0, Value::Int(event)) {
            Ok(()) => return true,
            Err(EmitError::Stopped) => return false,
            Err(EmitError::Full(Value::Int(back))) => event = back,
            Err(refused) => panic!("{refused:?}"),
        }
        let room = Arc::new(Notify::new());
        let notify = room.clone();
        graph.when_ready(Box::new(move || notify.notify()));
        // Loom fails when all threads wait.
        room.wait();
    }
}

fn source(graph: &Arc<Graph>, events: impl IntoIterator<Item = i64> + Send + 'static) -> Source {
    let graph = graph.clone();
    thread::spawn(move || events.into_iter().for_each(|event| assert!(emit(&graph, event))))
}

type Source = thread::JoinHandle<()>;

/// Each event once, and those of one source (of one ten) in their order.
fn each_once_in_order(handled: &[i64], sources: &[&[i64]]) {
    assert_eq!(handled.len(), sources.iter().map(|source| source.len()).sum::<usize>());
    for source in sources {
        let of_it = handled.iter().filter(|event| source.contains(event));
        assert_eq!(of_it.copied().collect::<Vec<_>>(), *source, "all: {handled:?}");
    }
}

#[test]
fn two_sources_lose_nothing_and_keep_their_order() {
    model(|| {
        let graph = Graph::new(4, OPEN);
        let sources = [source(&graph, [10, 11]), source(&graph, [20, 21])];
        sources.into_iter().for_each(|source| source.join().unwrap());
        each_once_in_order(&graph.end(), &[&[10, 11], &[20, 21]]);
    });
}

#[test]
fn a_source_that_waits_for_room_is_woken() {
    model(|| {
        let graph = Graph::new(1, OPEN);
        let sources = [source(&graph, [10, 11]), source(&graph, [20, 21])];
        sources.into_iter().for_each(|source| source.join().unwrap());
        each_once_in_order(&graph.end(), &[&[10, 11], &[20, 21]]);
    });
}

#[test]
fn an_event_during_the_opening_is_handled() {
    model(|| {
        let graph = Graph::new(2, CLOSED);
        let one = source(&graph, [10]);
        graph.open();
        assert!(emit(&graph, 20));
        one.join().unwrap();
        each_once_in_order(&graph.end(), &[&[10], &[20]]);
    });
}

#[test]
fn an_event_that_raises_another_meets_a_source() {
    model(|| {
        let graph = Graph::new(4, OPEN);
        let sources = [source(&graph, [110]), source(&graph, [20])];
        sources.into_iter().for_each(|source| source.join().unwrap());
        each_once_in_order(&graph.end(), &[&[110, 10], &[20]]);
    });
}

#[test]
fn a_timer_that_leaves_the_graph_to_a_worker_meets_a_source() {
    model(|| {
        let graph = Graph::new(4, OPEN);
        let one = source(&graph, [20, 21]);
        defer(|| assert!(emit(&graph, 10)), |graph| graph.run_on_worker());
        one.join().unwrap();
        each_once_in_order(&graph.end(), &[&[10], &[20, 21]]);
    });
}

#[test]
fn no_source_waits_for_room_in_a_graph_that_stops() {
    model(|| {
        let graph = Graph::new(1, CLOSED);
        assert!(emit(&graph, 1));
        let waiting = {
            let graph = graph.clone();
            thread::spawn(move || assert!(!emit(&graph, 2)))
        };
        graph.stop();
        waiting.join().unwrap();
        assert_eq!(graph.emit(0, Value::Int(3)), Err(EmitError::Stopped));
    });
}
