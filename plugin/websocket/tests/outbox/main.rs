//! `plugin/websocket/src/queue/outbox` and `gate.rs` themselves, under loom: in every order in which few threads may take
//! their steps no message is lost or taken twice, no wake-up is lost, and nobody waits in vain.

// Clippy takes only the test functions themselves for tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod parts;
mod queue;
mod runtime;
mod senders;
mod task;

use loom::model::Builder;
use loom::thread;
use parts::{error, settings};
use queue::gate::Gate;
use queue::outbox::Outbox;
use queue::outgoing::Outgoing;
use runtime::sync::most_waiting;
use senders::{each_once_in_order, sender, text};
use settings::{SendQueue, WhenFull};
use std::sync::Arc;
use std::task::Poll;
use task::{run, take, take_all, take_and_answer, take_some, task};

/// Every order with at most this many switches to another thread where the first could have gone on.
const PREEMPTIONS: usize = 2;

/// Larger than any message may be.
const TOO_LARGE: usize = 100;

fn model(work: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.check(work);
}

fn outbox(when_full: WhenFull, max_messages: usize) -> Arc<Outbox> {
    outbox_with(when_full, max_messages, Arc::default())
}

fn outbox_with(when_full: WhenFull, max_messages: usize, gate: Arc<Gate>) -> Arc<Outbox> {
    Arc::new(Outbox::new(SendQueue { max_messages, max_bytes: TOO_LARGE - 1, when_full }, gate))
}

#[test]
fn every_push_is_taken_in_this_turn_or_causes_another() {
    model(|| {
        let outbox = outbox(WhenFull::Fail, 9);
        let senders = [sender(&outbox, [10, 11]), sender(&outbox, [20])];
        each_once_in_order(&take(&outbox, 3), &[&[10, 11], &[20]]);
        senders.into_iter().for_each(|sender| drop(sender.join().unwrap()));
    });
}

#[test]
fn answers_of_a_turn_meet_messages_of_another_thread() {
    model(|| {
        let outbox = outbox(WhenFull::Fail, 9);
        let other = sender(&outbox, [20, 21]);
        let answer = |turn| {
            if turn == 0 {
                (10..13).for_each(|number| outbox.push(text(number)).unwrap());
            }
        };
        let taken = take_and_answer(&outbox, 5, answer);
        each_once_in_order(&taken, &[&[10, 11, 12], &[20, 21]]);
        other.join().unwrap();
    });
}

#[test]
fn a_close_frame_is_taken_after_earlier_messages() {
    model(|| {
        let outbox = outbox(WhenFull::Fail, 9);
        let task = task(&outbox, usize::MAX);
        outbox.push(text(10)).unwrap();
        outbox.push_close(Outgoing::Close);
        assert_eq!(task.join().unwrap(), [10]);
    });
}

#[test]
fn the_limit_holds_and_every_accepted_message_is_taken() {
    model(|| {
        let outbox = outbox(WhenFull::Fail, 1);
        let senders = [sender(&outbox, [10, 11]), sender(&outbox, [20, 21])];
        let mut taken = take_some(&outbox);
        let let_in = senders.map(|sender| sender.join().unwrap());
        taken.extend(take_all(&outbox));
        each_once_in_order(&taken, &[&let_in[0], &let_in[1]]);
        assert_eq!(most_waiting(), 1);
    });
}

#[test]
fn each_message_is_taken_or_counted_as_dropped() {
    for when_full in [WhenFull::DropOldest, WhenFull::DropNewest] {
        model(move || {
            let outbox = outbox(when_full, 1);
            let senders = [sender(&outbox, [10, 11]), sender(&outbox, [20, 21])];
            let mut taken = take_some(&outbox);
            senders.into_iter().for_each(|sender| drop(sender.join().unwrap()));
            taken.extend(take_all(&outbox));
            assert_eq!(taken.len() as u64 + outbox.dropped(), 4, "{taken:?}");
        });
    }
}

/// The socket takes nothing, so the task takes no messages and has only this to wake up for.
#[test]
fn whatever_is_dropped_is_told() {
    model(|| {
        let outbox = outbox(WhenFull::DropNewest, 1);
        outbox.push(text(0)).unwrap();
        let senders = [sender(&outbox, [10]), sender(&outbox, [20])];
        let mut told = 0;
        run(|context| {
            outbox.register(context.waker());
            outbox.begin_turn();
            if outbox.unreported() > 0 {
                told += outbox.take_unreported();
            }
            if told == 2 { Poll::Ready(()) } else { Poll::Pending }
        });
        senders.into_iter().for_each(|sender| drop(sender.join().unwrap()));
    });
}

#[test]
fn whoever_waits_for_room_reads_on_when_there_is_some() {
    model(|| {
        let gate = Arc::<Gate>::default();
        let outbox = outbox_with(WhenFull::Wait, 1, gate.clone());
        let task = task(&outbox, 2);
        [10, 11].into_iter().for_each(|number| outbox.push(text(number)).unwrap());
        run(|context| gate.poll_open(context.waker()));
        assert_eq!(task.join().unwrap(), [10, 11]);
    });
}

#[test]
fn all_who_wait_for_room_read_on_when_there_is_some() {
    model(|| {
        let gate = Arc::<Gate>::default();
        let outbox = outbox_with(WhenFull::Wait, 1, gate.clone());
        [10, 11].into_iter().for_each(|number| outbox.push(text(number)).unwrap());
        let task = task(&outbox, 2);
        let other = {
            let gate = gate.clone();
            thread::spawn(move || run(|context| gate.poll_open(context.waker())))
        };
        run(|context| gate.poll_open(context.waker()));
        other.join().unwrap();
        task.join().unwrap();
    });
}

#[test]
fn a_message_that_is_refused_keeps_no_one_waiting() {
    model(|| {
        let gate = Arc::<Gate>::default();
        let outbox = outbox_with(WhenFull::Wait, 1, gate.clone());
        [10, 11].into_iter().for_each(|number| outbox.push(text(number)).unwrap());
        let task = task(&outbox, 2);
        outbox.push(Outgoing::Message { number: 20, size: TOO_LARGE }).unwrap_err();
        run(|context| gate.poll_open(context.waker()));
        assert_eq!(task.join().unwrap(), [10, 11]);
    });
}

#[test]
fn nobody_waits_for_a_queue_whose_task_has_ended() {
    model(|| {
        let gate = Arc::<Gate>::default();
        let outbox = outbox_with(WhenFull::Wait, 1, gate.clone());
        let senders = [sender(&outbox, [10, 11]), sender(&outbox, [20])];
        outbox.set_served(false);
        run(|context| gate.poll_open(context.waker()));
        senders.into_iter().for_each(|sender| drop(sender.join().unwrap()));
        run(|context| gate.poll_open(context.waker()));
    });
}
