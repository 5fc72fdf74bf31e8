use super::*;

#[test]
fn a_second_start_has_no_effect() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    assert_eq!(lifecycle.start(&state, 1), Started::Spawn(1));
    assert_eq!(lifecycle.start(&state, 2), Started::Already(State::Starting));
    state.set(State::Open);
    assert_eq!(lifecycle.start(&state, 3), Started::Already(State::Open));
    lifecycle.set_ended(&state);
    assert_eq!((lifecycle.take_next(), state.get()), (None, State::Closed));
    assert_eq!(lifecycle.start(&state, 4), Started::Spawn(4));
}

#[test]
fn a_start_during_a_stop_follows_it() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    lifecycle.start(&state, 1);
    state.set(State::Open);
    assert!(lifecycle.stop(&state, || ()));
    assert_eq!(lifecycle.start(&state, 2), Started::AfterStop);
    assert_eq!(lifecycle.start(&state, 3), Started::Already(State::Closing));
    lifecycle.set_ended(&state);
    assert_eq!((state.get(), lifecycle.take_next()), (State::Starting, Some(2)));
}

#[test]
fn a_start_while_the_end_is_reported_comes_next() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    lifecycle.start(&state, 1);
    lifecycle.set_ended(&state);
    assert_eq!(lifecycle.start(&state, 2), Started::AfterStop);
    assert!(lifecycle.stop(&state, || ()));
    assert_eq!(lifecycle.take_next(), Some(2));
}

#[test]
fn a_stop_cancels_a_pending_start() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    lifecycle.start(&state, 1);
    state.set(State::Open);
    lifecycle.stop(&state, || ());
    lifecycle.start(&state, 2);
    assert!(!lifecycle.stop(&state, || panic!("nothing to close")));
    lifecycle.set_ended(&state);
    assert_eq!((lifecycle.take_next(), state.get()), (None, State::Closed));
}

#[test]
fn nothing_starts_after_the_final_stop() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    assert!(!lifecycle.shut_down(&state, || ()));
    assert_eq!(lifecycle.start(&state, 1), Started::ShutDown);
}

#[test]
fn a_start_before_a_retry_changes_that_retry() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    lifecycle.start(&state, 1);
    assert!(lifecycle.begin_wait(&state));
    assert_eq!(lifecycle.start(&state, 2), Started::NextAttempt);
    assert_eq!(lifecycle.start(&state, 3), Started::NextAttempt);
    assert_eq!((lifecycle.begin_retry(&state), state.get()), (Ok(Some(3)), State::Starting));
    assert!(lifecycle.begin_wait(&state));
    assert_eq!(lifecycle.begin_retry(&state), Ok(None));
}

#[test]
fn a_stop_ends_retries() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    lifecycle.start(&state, 1);
    lifecycle.begin_wait(&state);
    lifecycle.start(&state, 2);
    assert!(lifecycle.stop(&state, || ()));
    assert_eq!((lifecycle.begin_retry(&state), state.get()), (Err(Stopped), State::Closing));
    assert!(!lifecycle.begin_wait(&state));
    lifecycle.set_ended(&state);
    assert_eq!((lifecycle.take_next(), lifecycle.start(&state, 3)), (None, Started::Spawn(3)));
    assert!(lifecycle.begin_wait(&state));
    lifecycle.shut_down(&state, || ());
    assert!(!lifecycle.begin_wait(&state));
}

#[test]
fn a_stop_while_a_connection_is_abandoned_counts() {
    let (lifecycle, state) = (Lifecycle::default(), StateCell::default());
    lifecycle.start(&state, 1);
    state.set(State::Closing);
    assert!(!lifecycle.stop(&state, || panic!("nothing to close")));
    assert!(!lifecycle.begin_wait(&state));
}
