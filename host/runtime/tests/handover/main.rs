//! `host/runtime/src/engine/handover.rs` itself, under loom: in every order in which few threads may take their steps no
//! event is lost or handled twice, nobody waits in vain, and the graph runs on one thread at a time.

// Clippy takes only the test functions themselves for tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod graph;
#[path = "../../src/engine/handover.rs"]
mod handover;
mod interpreter;
mod sync;

use graph::{CLOSED, Graph, OPEN};
use handover::defer;
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

/// A source: it waits for room as a connection does. False when the graph has stopped.
fn bring(graph: &Graph, mut event: i64) -> bool {
    loop {
        match graph.emit(0, Value::Int(event)) {
            Ok(()) => return true,
            Err(EmitError::Stopped) => return false,
            Err(EmitError::Full(Value::Int(back))) => event = back,
            Err(refused) => panic!("{refused:?}"),
        }
        let room = Arc::new(Notify::new());
        let told = room.clone();
        graph.when_ready(Box::new(move || told.notify()));
        // Loom fails when everybody waits.
        room.wait();
    }
}

fn source(graph: &Arc<Graph>, events: impl IntoIterator<Item = i64> + Send + 'static) -> Source {
    let graph = graph.clone();
    thread::spawn(move || events.into_iter().for_each(|event| assert!(bring(&graph, event))))
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
fn whoever_waits_for_room_is_woken() {
    model(|| {
        let graph = Graph::new(1, OPEN);
        let sources = [source(&graph, [10, 11]), source(&graph, [20, 21])];
        sources.into_iter().for_each(|source| source.join().unwrap());
        each_once_in_order(&graph.end(), &[&[10, 11], &[20, 21]]);
    });
}

#[test]
fn what_comes_while_the_graph_opens_is_handled() {
    model(|| {
        let graph = Graph::new(2, CLOSED);
        let one = source(&graph, [10]);
        graph.open();
        assert!(bring(&graph, 20));
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
        defer(|| assert!(bring(&graph, 10)), |graph| graph.hand_over());
        one.join().unwrap();
        each_once_in_order(&graph.end(), &[&[10], &[20, 21]]);
    });
}

#[test]
fn nobody_waits_for_room_in_a_graph_that_stops() {
    model(|| {
        let graph = Graph::new(1, CLOSED);
        assert!(bring(&graph, 1));
        let waiting = {
            let graph = graph.clone();
            thread::spawn(move || assert!(!bring(&graph, 2)))
        };
        graph.stop();
        waiting.join().unwrap();
        assert_eq!(graph.emit(0, Value::Int(3)), Err(EmitError::Stopped));
    });
}
