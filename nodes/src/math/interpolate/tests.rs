use crate::testing::{Bench, TestToolbox, constant_mistakes};
use pulsewire_plugin::Value;
use serde_json::{Value as Json, json};
use std::time::Duration;

const START: u32 = 0;
const RESET: u32 = 1;

/// Where the pulse goes at a tick of this timer, and the value then.
fn tick(node: &mut Bench, timer: i64, after: u64) -> (String, String) {
    node.services.advance(Duration::from_millis(after));
    (node.event(timer), node.text("value"))
}

fn started(attributes: Json) -> Bench {
    let mut node = Bench::new("math.interpolate", attributes);
    assert_eq!(node.pulse_at(START), "on_start");
    node
}

fn at(went: &str, value: &str) -> (String, String) {
    (went.to_owned(), value.to_owned())
}

#[test]
fn the_value_follows_the_clock_and_the_last_one_is_exact() {
    let mut node = started(json!({ "from": 10, "to": 20, "duration": 2, "interval_time": 0.5 }));
    assert_eq!(node.services.take_calls(), ["timer 1 after 500ms every Some(500ms)"]);
    assert_eq!(node.text("value"), "10.0");
    assert_eq!(tick(&mut node, 1, 500), at("pulse", "12.5"));
    assert_eq!(tick(&mut node, 1, 1000), at("pulse", "17.5"));
    assert_eq!(tick(&mut node, 1, 700), at("loop pulse", "20.0"));
    assert_eq!(node.resume(), "on_end");
    assert_eq!(tick(&mut node, 1, 500), at("end", "20.0"), "the timer has stopped");
}

#[test]
fn repeats_and_alternates() {
    let case = |mode, count| json!({ "mode": mode, "count": count, "to": 8, "duration": 1 });
    let mut node = started(case("repeat", 2));
    assert_eq!(tick(&mut node, 1, 750), at("pulse", "6.0"));
    assert_eq!(tick(&mut node, 1, 500), at("pulse", "2.0"));
    assert_eq!(tick(&mut node, 1, 750), at("loop pulse", "8.0"));
    let mut node = started(case("alternate", 2));
    assert_eq!(tick(&mut node, 1, 750), at("pulse", "6.0"));
    assert_eq!(tick(&mut node, 1, 500), at("pulse", "6.0"));
    assert_eq!(tick(&mut node, 1, 500), at("pulse", "2.0"));
    assert_eq!(tick(&mut node, 1, 250), at("loop pulse", "0.0"));
    let mut node = started(json!({ "mode": "alternate", "infinite": true }));
    assert_eq!(tick(&mut node, 1, 1_000_500), at("pulse", "0.5"));
}

#[test]
fn a_reset_ends_it_and_a_start_begins_again() {
    let mut node = started(json!({ "from": 1, "to": 3 }));
    assert_eq!(tick(&mut node, 1, 500), at("pulse", "2.0"));
    assert_eq!((node.pulse_at(RESET), node.text("value")), ("on_reset".into(), "1.0".into()));
    assert_eq!(tick(&mut node, 1, 100).0, "end");
    node.pulse_at(START);
    node.services.advance(Duration::from_millis(400));
    node.pulse_at(START);
    assert_eq!(tick(&mut node, 2, 100).0, "end", "a start ends the one before");
    assert_eq!(tick(&mut node, 3, 400), at("pulse", "2.0"));
}

#[test]
fn ints_are_rounded_and_no_duration_ends_at_once() {
    let mut node = started(json!({ "data_type": "Int", "to": 3, "duration": 1 }));
    assert_eq!(tick(&mut node, 1, 500), at("pulse", "2"));
    assert_eq!(tick(&mut node, 1, 500), at("loop pulse", "3"));
    let mut node = started(json!({ "to": 3, "duration": 0 }));
    assert_eq!(tick(&mut node, 1, 0), at("loop pulse", "3.0"));
}

#[test]
fn bad_inputs_are_rejected() {
    let mut node = TestToolbox::new().node("math.interpolate", 0, json!({ "mode": "repeat" }));
    let bad: [(&str, Value, u32, &str); 5] = [
        ("duration", (-1.0).into(), 0, "bad_duration"),
        ("interval_time", 0.0.into(), 1, "bad_duration"),
        ("count", 0.into(), 2, "bad_count"),
        ("from", f64::NAN.into(), 3, "not_finite"),
        ("to", f64::INFINITY.into(), 4, "not_finite"),
    ];
    for (input, value, at, code) in bad {
        let before =
            [Value::from(1.0), 0.02.into(), 1.into(), 0.0.into(), 1.0.into()][at as usize].clone();
        let error = node.set(input, value).error();
        assert_eq!((error.code.as_ref(), error.input), (code, Some(at)));
        node.set(input, before);
    }
    assert_eq!(node.pulse_at(START), "on_start");
    for (input, value) in
        [("duration", json!(-1)), ("interval_time", json!(0)), ("count", json!(0))]
    {
        let found = constant_mistakes("math.interpolate", json!({ input: value }), &[]);
        assert!(found.len() == 1 && found[0].starts_with(&format!("/{input} ")), "{found:?}");
    }
}
