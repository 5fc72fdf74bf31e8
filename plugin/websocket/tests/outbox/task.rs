//! The task of a connection, as `plugin/websocket/src/connection/turn.rs` uses the queue, and what runs it.

use crate::queue::outbox::Outbox;
use crate::queue::outgoing::Outgoing;
use loom::sync::Notify;
use loom::thread::{self, JoinHandle};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

type Task = JoinHandle<Vec<u32>>;

struct Alarm(Notify);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.0.notify();
    }
}

/// Asks again whenever it is woken. Loom fails when everybody waits.
pub(crate) fn run<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
    let alarm = Arc::new(Alarm(Notify::new()));
    let waker = Waker::from(alarm.clone());
    loop {
        match poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(done) => return done,
            Poll::Pending => alarm.0.wait(),
        }
    }
}

/// A connection's task on a thread of its own.
pub(crate) fn task(outbox: &Arc<Outbox>, messages: usize) -> Task {
    let outbox = outbox.clone();
    thread::spawn(move || take(&outbox, messages))
}

/// Takes turns until so many messages were taken or the Close frame was, and gives the numbers of the messages.
pub(crate) fn take(outbox: &Outbox, messages: usize) -> Vec<u32> {
    take_and_answer(outbox, messages, |_| {})
}

/// The same, with what the graphs do in the middle of each turn (counted from 0).
pub(crate) fn take_and_answer(
    outbox: &Outbox,
    messages: usize,
    mut answer: impl FnMut(usize),
) -> Vec<u32> {
    let (mut taken, mut turns) = (Vec::new(), 0);
    run(|context| {
        outbox.register(context.waker());
        outbox.begin_turn();
        outbox.open_direct();
        answer(turns);
        turns += 1;
        let waiting = outbox.take_direct().into_iter().chain(std::iter::from_fn(|| outbox.pop()));
        let mut closed = false;
        for outgoing in waiting {
            match outgoing {
                Outgoing::Message { number, .. } => taken.push(number),
                Outgoing::Close => closed = true,
            }
        }
        if !outbox.sleep() {
            context.waker().wake_by_ref();
            // Counted and not there yet: another thread is about to put it in, which loom cannot know.
            thread::yield_now();
        }
        outbox.release_senders();
        match closed || taken.len() >= messages {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    });
    taken
}

/// Takes out what is there at three moments.
pub(crate) fn take_some(outbox: &Outbox) -> Vec<u32> {
    (0..3).filter_map(|_| take_all(outbox).next()).collect()
}

/// Takes out what is there, without turns.
pub(crate) fn take_all(outbox: &Outbox) -> impl Iterator<Item = u32> {
    std::iter::from_fn(|| outbox.pop()).map(|outgoing| match outgoing {
        Outgoing::Message { number, .. } => number,
        Outgoing::Close => panic!("nobody has_close"),
    })
}
