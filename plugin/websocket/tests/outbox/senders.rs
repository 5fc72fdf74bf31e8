//! Threads that send, and what must become of what they sent.

use crate::queue::outbox::Outbox;
use crate::queue::outgoing::Outgoing;
use loom::thread::{self, JoinHandle};
use std::sync::Arc;

type Sender = JoinHandle<Vec<u32>>;

pub(crate) fn text(number: u32) -> Outgoing {
    Outgoing::Message { number, size: 1 }
}

/// A thread that sends; it gives the numbers of what was let in.
pub(crate) fn sender(
    outbox: &Arc<Outbox>,
    numbers: impl IntoIterator<Item = u32> + Send + 'static,
) -> Sender {
    let outbox = outbox.clone();
    thread::spawn(move || {
        numbers.into_iter().filter(|number| outbox.push(text(*number)).is_ok()).collect()
    })
}

/// Each message once, and those of one sender in their order.
pub(crate) fn each_once_in_order(taken: &[u32], senders: &[&[u32]]) {
    assert_eq!(taken.len(), senders.iter().map(|sender| sender.len()).sum::<usize>(), "{taken:?}");
    for sender in senders {
        let of_it = taken.iter().filter(|number| sender.contains(number));
        assert_eq!(of_it.copied().collect::<Vec<_>>(), *sender, "all: {taken:?}");
    }
}
