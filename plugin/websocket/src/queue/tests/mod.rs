//! The send queue and its gate on one thread; on several they are in `plugin/websocket/tests/outbox`.

mod gate;
mod overflow;

use super::outbox::Outbox;
use super::outgoing::Outgoing;
use crate::error::ActionError;
use crate::settings::{SendQueue, WhenFull};
use futures_util::task::{ArcWake, waker};
use pulsewire_plugin::Payload;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

/// Counts how often it is woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl ArcWake for Count {
    fn wake_by_ref(this: &Arc<Self>) {
        this.0.fetch_add(1, SeqCst);
    }
}

fn outbox(max_messages: usize, max_bytes: usize) -> Outbox {
    let when_full = WhenFull::Fail;
    Outbox::new(SendQueue { max_messages, max_bytes, when_full }, Arc::default())
}

fn text(text: &str) -> Outgoing {
    Outgoing::Text(Payload::copy_from(text.as_bytes()))
}

#[test]
fn each_limit_refuses_and_room_comes_back() {
    let outbox = outbox(2, 5);
    outbox.push(text("abc")).unwrap();
    assert_eq!(outbox.push(text("def")), Err(ActionError::TooLarge { size: 3, limit: 5 }));
    outbox.push(text("")).unwrap();
    assert_eq!(outbox.push(text("")), Err(ActionError::TooMany(2)));
    assert_eq!(outbox.pop().map(|one| one.len()), Some(3));
    outbox.push(text("defgh")).unwrap();
    outbox.push_close(Outgoing::Close(None));
    assert_eq!(outbox.clear(), 2);
    assert_eq!(outbox.waiting(), 0);
    outbox.push(text("abcde")).unwrap();
}

#[test]
fn only_a_sleeping_task_is_woken() {
    let (outbox, count) = (outbox(9, 9), Arc::new(Count::default()));
    outbox.register(&waker(count.clone()));
    outbox.begin_turn();
    outbox.push(text("a")).unwrap();
    assert_eq!(count.0.load(SeqCst), 0);
    assert!(!outbox.sleep());
    outbox.begin_turn();
    outbox.pop();
    assert!(outbox.sleep());
    outbox.push(text("b")).unwrap();
    assert_eq!(count.0.load(SeqCst), 1);
}

#[test]
fn a_close_wakes_the_task_whatever_it_waits_for() {
    let (outbox, count) = (outbox(9, 9), Arc::new(Count::default()));
    outbox.register(&waker(count.clone()));
    outbox.begin_turn();
    outbox.push_close(Outgoing::Close(None));
    assert_eq!(count.0.load(SeqCst), 1);
}

#[test]
fn the_first_answer_of_a_turn_goes_around_the_queue_and_the_others_stand_behind_it() {
    let outbox = outbox(3, 9);
    outbox.open_direct();
    ["a", "bc", "def"].iter().for_each(|one| outbox.push(text(one)).unwrap());
    assert_eq!((outbox.direct(), outbox.waiting()), (Some(1), 2));
    assert_eq!(outbox.push(text("")), Err(ActionError::TooMany(3)), "it counts for the limits");
    assert_eq!(outbox.take_direct().map(|one| one.len()), Some(1));
    outbox.push(text("")).unwrap();
    assert_eq!(rest(&outbox), [2, 3, 0]);
    outbox.push(text("klmno")).unwrap();
    assert!(outbox.take_direct().is_none(), "only while it is open");
    assert_eq!(rest(&outbox), [5]);
}

#[test]
fn what_went_around_the_queue_is_the_oldest_to_be_dropped() {
    let when_full = WhenFull::DropOldest;
    let limit = SendQueue { max_messages: 1, max_bytes: 9, when_full };
    let outbox = Outbox::new(limit, Arc::default());
    outbox.open_direct();
    ["a", "bc", "def"].iter().for_each(|one| outbox.push(text(one)).unwrap());
    assert!(outbox.take_direct().is_none());
    assert_eq!((rest(&outbox), outbox.dropped()), (vec![3], 2));
}

#[test]
fn nothing_goes_around_what_waits_or_around_a_limit() {
    let (full, empty) = (outbox(2, 5), outbox(2, 5));
    full.push(text("a")).unwrap();
    full.open_direct();
    full.push(text("bc")).unwrap();
    assert!(full.take_direct().is_none());
    assert_eq!(rest(&full), [1, 2]);
    empty.open_direct();
    assert_eq!(empty.push(text("too long")), Err(ActionError::TooLarge { size: 8, limit: 5 }));
    full.push(text("def")).unwrap();
    assert!(empty.take_direct().is_none(), "it is the way of one connection");
    assert_eq!(rest(&full), [3]);
}

#[test]
fn other_threads_go_through_the_queue() {
    let outbox = outbox(2, 5);
    outbox.open_direct();
    std::thread::scope(|scope| scope.spawn(|| outbox.push(text("a")).unwrap()).join().unwrap());
    assert!(outbox.take_direct().is_none());
    assert_eq!(rest(&outbox), [1]);
}

fn rest(outbox: &Outbox) -> Vec<usize> {
    std::iter::from_fn(|| outbox.pop()).map(|one| one.len()).collect()
}
