use super::text;
use crate::error::ActionError;
use crate::queue::gate::Gate;
use crate::queue::outbox::Outbox;
use crate::queue::outgoing::Outgoing;
use crate::settings::{SendQueue, WhenFull};
use std::sync::Arc;
use std::task::Waker;

fn outbox(when_full: WhenFull, gate: &Arc<Gate>) -> Outbox {
    Outbox::new(SendQueue { max_messages: 3, max_bytes: 6, when_full }, gate.clone())
}

fn push(outbox: &Outbox, messages: &[&str]) {
    messages.iter().for_each(|one| outbox.push(text(one)).unwrap());
}

fn rest(outbox: &Outbox) -> Vec<String> {
    let text = |one| match one {
        Outgoing::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        other => format!("{other:?}"),
    };
    std::iter::from_fn(|| outbox.pop()).map(text).collect()
}

#[test]
fn the_oldest_go_for_room_and_the_close_frame_stays() {
    let outbox = outbox(WhenFull::DropOldest, &Arc::default());
    push(&outbox, &["ab", "c", "d"]);
    outbox.push(text("e")).unwrap();
    assert_eq!(outbox.dropped(), 1);
    outbox.push_close(Outgoing::Close(None));
    outbox.push(text("fghij")).unwrap();
    assert!(outbox.push(text("too long")).is_err());
    assert_eq!(rest(&outbox), ["e", "fghij", "Close(0 bytes)"]);
    assert_eq!((outbox.dropped(), outbox.pending_size()), (3, (0, 0)));
}

#[test]
fn the_newest_go_when_there_is_no_room() {
    let outbox = outbox(WhenFull::DropNewest, &Arc::default());
    push(&outbox, &["a", "b", "c", "d", "e"]);
    assert_eq!((rest(&outbox).concat().as_str(), outbox.dropped()), ("abc", 2));
}

#[test]
fn readers_wait_while_it_is_over_its_limit() {
    let gate = Arc::<Gate>::default();
    let outbox = outbox(WhenFull::Wait, &gate);
    let open = || gate.poll_open(Waker::noop()).is_ready();
    push(&outbox, &["a", "b", "c"]);
    assert!(open());
    push(&outbox, &["d", "e"]);
    assert!(!open());
    outbox.pop();
    outbox.pop();
    outbox.release_senders();
    assert!(!open(), "three wait, which is the limit");
    outbox.pop();
    outbox.release_senders();
    assert!(open());
    assert_eq!(rest(&outbox).concat(), "de");
}

#[test]
fn above_the_limit_there_is_another() {
    let outbox = outbox(WhenFull::Wait, &Arc::default());
    let (messages, bytes) = (3 + 65_536, 0);
    (0..messages).for_each(|_| outbox.push(text("")).unwrap());
    assert_eq!(outbox.push(text("")), Err(ActionError::FarOverLimit { messages, bytes }));
}

#[test]
fn nobody_waits_for_a_queue_that_nobody_empties() {
    let gate = Arc::<Gate>::default();
    let outbox = outbox(WhenFull::Wait, &gate);
    let fill = || (0..9).for_each(|_| outbox.push(text("")).unwrap());
    fill();
    outbox.set_served(false);
    assert!(gate.poll_open(Waker::noop()).is_ready());
    fill();
    assert!(gate.poll_open(Waker::noop()).is_ready());
    outbox.set_served(true);
    fill();
    assert!(gate.poll_open(Waker::noop()).is_pending());
}

#[test]
fn the_most_that_waited_is_true_for_every_rule() {
    for (when_full, most) in [
        (WhenFull::Fail, 3),
        (WhenFull::DropOldest, 3),
        (WhenFull::DropNewest, 3),
        (WhenFull::Wait, 5),
    ] {
        let outbox = outbox(when_full, &Arc::default());
        outbox.push_close(Outgoing::Close(None));
        assert_eq!(outbox.most_waiting(), 0, "the Close frame is no message");
        outbox.pop();
        outbox.open_direct();
        for _ in 0..5 {
            let _ = outbox.push(text(""));
        }
        outbox.take_direct();
        outbox.discard_all();
        assert_eq!(outbox.most_waiting(), most, "{when_full:?}");
    }
}

#[test]
fn a_close_frame_behind_a_full_queue_is_not_counted() {
    let outbox = outbox(WhenFull::DropOldest, &Arc::default());
    push(&outbox, &["a", "b", "c"]);
    outbox.push_close(Outgoing::Close(None));
    push(&outbox, &["d"]);
    assert_eq!(outbox.most_waiting(), 3);
}
