use super::*;
use futures_util::task::{ArcWake, waker};
use pulsewire_plugin::Payload;
use std::sync::Arc;

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
    assert_eq!(outbox.push(text("def")), Err(Unsent::TooLarge { size: 3, limit: 5 }));
    outbox.push(text("")).unwrap();
    assert_eq!(outbox.push(text("")), Err(Unsent::TooMany(2)));
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
