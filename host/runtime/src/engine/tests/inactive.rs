//! The attributes that every node has.

use super::{Run, check};

#[test]
fn a_node_that_is_not_enabled_is_skipped_with_what_follows() {
    check(
        &[r#"
            begin = event.initialize
            both = flow.sequential
            off = console.print {"enabled": false, "input": "off"}
            behind = console.print {"input": "behind"}
            other = console.print {"input": "the other branch"}
            begin.pulse -> both.pulse
            both.pulse_1 -> off.pulse
            off.pulse -> behind.pulse
            both.pulse_2 -> other.pulse
        "#],
        "the other branch",
    );
}

#[test]
fn an_event_that_is_not_enabled_does_not_fire() {
    check(
        &[r#"
            off = event.initialize {"enabled": false}
            on = event.initialize
            never = console.print {"input": "never"}
            show = console.print {"input": "on"}
            off.pulse -> never.pulse
            on.pulse -> show.pulse
        "#],
        "on",
    );
}

#[test]
fn a_node_with_pulse_pass_through_is_skipped_and_what_follows_runs() {
    check(
        &[r#"
            begin = event.initialize {"pulse_pass_through": true}
            skipped = console.print {"pulse_pass_through": true, "input": "skipped"}
            behind = console.print {"input": "behind"}
            begin.pulse -> skipped.pulse
            skipped.pulse -> behind.pulse
        "#],
        "behind",
    );
}

#[test]
fn what_is_skipped_counts_as_skipped_and_not_as_fired() {
    let run = Run::new(&[r#"
        begin = event.initialize
        both = flow.sequential
        off = console.print {"enabled": false}
        past = console.print {"pulse_pass_through": true}
        begin.pulse -> both.pulse
        both.pulse_1 -> off.pulse
        both.pulse_2 -> past.pulse
    "#]);
    run.settle();
    let counters = run.graphs[0].counters().unwrap();
    let of = |name: &str| counters.iter().find(|one| one.node == name).unwrap();
    let counts = ["both", "off", "past"].map(|name| (of(name).fired > 0, of(name).skipped));
    assert_eq!(counts, [(true, 0), (false, 1), (false, 1)]);
}
