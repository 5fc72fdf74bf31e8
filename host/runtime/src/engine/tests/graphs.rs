//! Several graphs at a time.

use super::{PATIENCE, check};
use pulsewire_plugin::{Context, Flow, Node, NodeError};
use std::sync::{Arc, Condvar, Mutex};

/// Where two nodes wait for each other.
#[derive(Default)]
pub(super) struct Meeting(Mutex<usize>, Condvar);

/// A node that waits until another of its kind runs at the same time.
pub(super) struct Meet(pub(super) Arc<Meeting>);

impl Node for Meet {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let Meeting(here, changed) = &*self.0;
        let mut here = here.lock().unwrap();
        *here += 1;
        changed.notify_all();
        let (here, waited) = changed.wait_timeout_while(here, PATIENCE, |here| *here < 2).unwrap();
        drop(here);
        if waited.timed_out() {
            Err(NodeError::new("alone", "no other node came"))
        } else {
            Ok(Flow::NEXT)
        }
    }
}

#[test]
fn different_graphs_run_at_the_same_time() {
    let graph = r#"
        begin = event.initialize
        meet = test.meet
        show = console.print {"input": "met"}
        begin.pulse -> meet.pulse
        meet.pulse -> show.pulse
    "#;
    check(&[graph, graph], "met\nmet");
}

#[test]
fn a_custom_event_is_heard_in_every_graph() {
    let raises = r#"
        begin = event.initialize
        raise = event.trigger {"event": "news", "parameters": ["what"], "what": "snow"}
        begin.pulse -> raise.pulse
    "#;
    let hears = r#"
        heard = event.listener {"event": "news", "parameters": ["what"]}
        show = console.print {"label": "heard"}
        heard.pulse -> show.pulse
        heard.what -> show.input
    "#;
    check(&[raises, hears, hears], "heard: snow\nheard: snow");
}

#[test]
fn an_endless_event_in_one_graph_leaves_the_others_alone() {
    let endless = r#"
        begin = event.initialize
        ping = flow.branch {"input": true}
        pong = flow.branch
        begin.pulse -> ping.pulse
        ping.on_true -> pong.pulse
        pong.on_false -> ping.pulse
    "#;
    let other = r#"
        begin = event.initialize
        show = console.print {"input": "goes on"}
        begin.pulse -> show.pulse
    "#;
    let run = super::Run::new(&[endless, other]);
    run.settle();
    let output = run.output();
    assert_eq!((output.len(), output[0].as_str()), (2, "goes on"));
    assert!(output[1].ends_with(": endless x1"), "{output:?}");
}

#[test]
fn a_loop_may_raise_more_events_than_the_inbox_holds() {
    check(
        &[r#"
            count : Int 0
            begin = event.initialize
            loop = flow.for_loop {"last_index": 300}
            raise = event.trigger {"event": "row", "parameters": ["at"]}
            row = event.listener {"event": "row", "parameters": ["at"]}
            get = variable.get {"variable": "count"}
            next = math.increment
            keep = variable.set {"variable": "count"}
            last = compare.is_equal {"b": 299}
            branch = flow.branch
            show = console.print
            begin.pulse -> loop.pulse
            loop.pulse -> raise.pulse
            loop.index -> raise.at
            row.pulse -> keep.pulse
            get.value -> next.input
            next.output -> keep.value
            keep.pulse -> branch.pulse
            row.at -> last.a
            last.c -> branch.input
            branch.on_true -> show.pulse
            keep.value -> show.input
        "#],
        "300",
    );
}
