//! Failures end their branch and nothing else.

use super::{Run, check};
use pulsewire_plugin::{Context, Flow, Node, NodeError};

/// A node that panics when it is pulsed.
pub(super) struct Panics;

impl Node for Panics {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        panic!("out of luck")
    }
}

/// Two branches, of which the first fails at `bad`, whose divisor is 0.
fn branches(bad: &str) -> String {
    format!(
        r#"
            begin = event.initialize
            both = flow.sequential
            none = math.add
            bad = {bad}
            never = console.print {{"input": "never"}}
            other = console.print {{"input": "the other branch"}}
            begin.pulse -> both.pulse
            both.pulse_1 -> bad.pulse
            bad.pulse -> never.pulse
            both.pulse_2 -> other.pulse
            none.output -> bad.divisor
        "#
    )
}

const DIVIDES: &str = r#"math.divide {"dividend": 1}"#;

const ON_ERROR: &str = r#"
    failed = event.error
    text = string.format {"pattern": "{node} ({of}): {code}", "parameters": ["node", "of", "code"]}
    report = console.print
    failed.pulse -> report.pulse
    failed.node -> text.node
    failed.type -> text.of
    failed.code -> text.code
    text.formatted -> report.input
"#;

#[test]
fn a_failing_node_ends_its_branch_only() {
    check(&[&branches(DIVIDES)], "the other branch\n! bad: division_by_zero x1");
}

#[test]
fn on_error_runs_when_the_event_is_over_and_handles_the_failure() {
    let graph = branches(DIVIDES) + ON_ERROR;
    check(&[&graph], "the other branch\nbad (math.divide): division_by_zero");
}

#[test]
fn a_value_node_that_fails_ends_the_branch_that_reads_it() {
    let graph = r#"
        begin = event.initialize
        both = flow.sequential
        none = math.add
        half = math.divide {"dividend": 1}
        none.output -> half.divisor
        show = console.print
        other = console.print {"input": "the other branch"}
        begin.pulse -> both.pulse
        both.pulse_1 -> show.pulse
        half.quotient -> show.input
        both.pulse_2 -> other.pulse
    "#;
    check(&[graph], "the other branch\n! half: division_by_zero x1");
}

#[test]
fn a_failure_in_a_loop_ends_that_round() {
    let graph = r#"
        begin = event.initialize
        loop = flow.for_loop {"first_index": -1, "last_index": 2}
        divide = math.divide {"dividend": 6}
        show = console.print
        over = console.print {"input": "over"}
        begin.pulse -> loop.pulse
        loop.index -> divide.divisor
        loop.pulse -> show.pulse
        divide.quotient -> show.input
        loop.on_end -> over.pulse
    "#;
    check(&[graph], "-6\n6\nover\n! divide: division_by_zero x1");
}

#[test]
fn on_error_does_not_receive_its_own_failures() {
    let graph = branches(DIVIDES)
        + r#"
            failed = event.error
            report = console.print {"input": "failed"}
            worse = math.modulo {"dividend": 1}
            none.output -> worse.divisor
            failed.pulse -> report.pulse
            report.pulse -> worse.pulse
        "#;
    check(&[&graph], "the other branch\nfailed\n! worse: division_by_zero x1");
}

#[test]
fn a_node_that_panics_is_out_of_service_and_the_rest_goes_on() {
    let graph = r#"
        begin = event.initialize
        all = flow.sequential {"pulse_count": 3}
        bad = test.panic
        never = console.print {"input": "never"}
        on = console.print {"input": "goes on"}
        begin.pulse -> all.pulse
        all.pulse_1 -> bad.pulse
        all.pulse_2 -> on.pulse
        all.pulse_3 -> bad.pulse
        bad.pulse -> never.pulse
    "#;
    check(&[graph], "goes on\n! bad: out_of_service x1\n! bad: panic x1");
    let output = "goes on\nbad (test.panic): panic\nbad (test.panic): out_of_service";
    check(&[&(graph.to_owned() + ON_ERROR)], output);
}

#[test]
fn an_endless_event_is_stopped_and_its_cycle_named_while_other_events_go_on() {
    let run = Run::new(&[r#"
        begin = event.initialize
        raise = event.trigger {"event": "later"}
        ping = flow.branch {"input": true}
        pong = flow.branch
        later = event.listener {"event": "later"}
        show = console.print {"input": "later"}
        begin.pulse -> raise.pulse
        raise.pulse -> ping.pulse
        ping.on_true -> pong.pulse
        pong.on_false -> ping.pulse
        later.pulse -> show.pulse
    "#]);
    run.settle();
    let [(failure, 1)] = &run.failures.list_unhandled()[..] else { panic!("one failure") };
    let message = &failure.message;
    let cycles = ["went round ping -> pong -> ping:", "went round pong -> ping -> pong:"];
    assert!(cycles.iter().any(|cycle| message.contains(cycle)), "{message}");
    assert!(message.contains("more than 1000 steps"), "{message}");
    assert_eq!(run.output()[0], "later");
}

#[test]
fn on_error_knows_the_event_in_which_a_node_failed() {
    check(
        &[r#"
            begin = event.initialize
            raise = event.trigger {"event": "row", "parameters": ["at"], "at": 7}
            row = event.listener {"event": "row", "parameters": ["at"]}
            none = math.add
            half = math.divide {"dividend": 1}
            error = event.error
            node = console.print
            event = console.print
            begin.pulse -> raise.pulse
            row.pulse -> half.pulse
            none.output -> half.divisor
            error.pulse -> node.pulse
            error.event_node -> node.input
            node.pulse -> event.pulse
            error.event -> event.input
        "#],
        "row\n{\"at\":7}",
    );
}
