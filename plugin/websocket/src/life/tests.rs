use super::*;

#[test]
fn a_second_start_makes_no_second_life() {
    let (life, state) = (Life::default(), StateCell::default());
    assert_eq!(life.start(&state, 1), Started::Lead(1));
    assert_eq!(life.start(&state, 2), Started::Already(State::Starting));
    state.set(State::Open);
    assert_eq!(life.start(&state, 3), Started::Already(State::Open));
    life.ended(&state);
    assert_eq!((life.next(), state.get()), (None, State::Closed));
    assert_eq!(life.start(&state, 4), Started::Lead(4));
}

#[test]
fn a_start_during_a_stop_comes_after_it() {
    let (life, state) = (Life::default(), StateCell::default());
    life.start(&state, 1);
    state.set(State::Open);
    assert!(life.stop(&state, || ()));
    assert_eq!(life.start(&state, 2), Started::Later);
    assert_eq!(life.start(&state, 3), Started::Already(State::Closing));
    life.ended(&state);
    assert_eq!((state.get(), life.next()), (State::Starting, Some(2)));
}

#[test]
fn a_start_while_the_end_is_told_comes_next() {
    let (life, state) = (Life::default(), StateCell::default());
    life.start(&state, 1);
    life.ended(&state);
    assert_eq!(life.start(&state, 2), Started::Later);
    assert!(life.stop(&state, || ()));
    assert_eq!(life.next(), Some(2));
}

#[test]
fn a_stop_takes_a_waiting_start_back() {
    let (life, state) = (Life::default(), StateCell::default());
    life.start(&state, 1);
    state.set(State::Open);
    life.stop(&state, || ());
    life.start(&state, 2);
    assert!(!life.stop(&state, || panic!("nothing to close")));
    life.ended(&state);
    assert_eq!((life.next(), state.get()), (None, State::Closed));
}

#[test]
fn nothing_starts_after_the_end() {
    let (life, state) = (Life::default(), StateCell::default());
    assert!(!life.stop_for_good(&state, || ()));
    assert_eq!(life.start(&state, 1), Started::Over);
}

#[test]
fn a_start_while_another_attempt_is_to_come_changes_what_is_tried() {
    let (life, state) = (Life::default(), StateCell::default());
    life.start(&state, 1);
    assert!(life.wait(&state));
    assert_eq!(life.start(&state, 2), Started::Instead);
    assert_eq!(life.start(&state, 3), Started::Instead);
    assert_eq!((life.again(&state), state.get()), (Ok(Some(3)), State::Starting));
    assert!(life.wait(&state));
    assert_eq!(life.again(&state), Ok(None));
}

#[test]
fn after_a_stop_nothing_is_tried_again() {
    let (life, state) = (Life::default(), StateCell::default());
    life.start(&state, 1);
    life.wait(&state);
    life.start(&state, 2);
    assert!(life.stop(&state, || ()));
    assert_eq!((life.again(&state), state.get()), (Err(Stopped), State::Closing));
    assert!(!life.wait(&state));
    life.ended(&state);
    assert_eq!((life.next(), life.start(&state, 3)), (None, Started::Lead(3)));
    assert!(life.wait(&state));
    life.stop_for_good(&state, || ());
    assert!(!life.wait(&state));
}

#[test]
fn a_stop_while_a_connection_is_given_up_counts() {
    let (life, state) = (Life::default(), StateCell::default());
    life.start(&state, 1);
    state.set(State::Closing);
    assert!(!life.stop(&state, || panic!("nothing to close")));
    assert!(!life.wait(&state));
}
