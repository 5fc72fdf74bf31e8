use super::chain;
use crossbeam_queue::{ArrayQueue, SegQueue};
use pulsewire_plugin::Value;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64};

/// How much may wait for a graph.
#[derive(Clone, Copy, Debug)]
pub struct InboxLimits {
    /// How many events; at least one.
    pub events: usize,
    /// How many bytes the large events among them may hold together. One may always wait.
    pub bytes: u64,
}

/// The events that wait for a graph.
///
/// A source outside, such as a connection, waits when the queue is full. A graph that raises events while it runs cannot
/// wait: these go to `raised` when the queue is full, which holds as many as one event of a graph can raise.
pub(super) struct Inbox {
    queue: ArrayQueue<Waiting>,
    raised: SegQueue<Waiting>,
    /// How many are in `raised`; counted before they are added and after they are taken out.
    raised_count: AtomicU64,
    most_raised: u64,
    /// The bytes of the large events; below zero for a moment when one is taken before it is counted.
    bytes: AtomicI64,
    most_bytes: i64,
    /// The position of the event that was furthest in its chain when it was taken out, and its node.
    longest_chain: AtomicU32,
    chain_node: AtomicU32,
    /// The run ends: long chains of raised events do not go on.
    is_ending: AtomicBool,
}

/// An event that waits: its node, its position in the chain of events that led to it, and its value.
type Waiting = (u32, u32, Value);

/// How long chains of raised events may be once the run ends. What graphs do at the end is shorter, and a graph that
/// raises its own event without an end has long passed it.
const LONGEST_CHAIN_AT_END: u32 = 10_000;

/// Smaller events are not counted: the limit of events bounds them well enough.
const LARGE: usize = 4096;

impl Inbox {
    /// `most_raised` is how many further events graphs may raise while they run.
    pub(super) fn new(limits: InboxLimits, most_raised: u64) -> Self {
        Self {
            queue: ArrayQueue::new(limits.events),
            raised: SegQueue::new(),
            raised_count: AtomicU64::new(0),
            most_raised,
            bytes: AtomicI64::new(0),
            most_bytes: i64::try_from(limits.bytes).unwrap_or(i64::MAX),
            longest_chain: AtomicU32::new(0),
            chain_node: AtomicU32::new(0),
            is_ending: AtomicBool::new(false),
        }
    }

    /// Adds an event, or returns it when there is no room.
    ///
    /// It is counted after it was added: an event that is counted and then refused would look like one that waits, and
    /// the source that waits for room would not be woken. So concurrent threads may each exceed the limit by one event.
    pub(super) fn push(&self, (node, event): (u32, Value)) -> Result<(), (u32, Value)> {
        self.add((node, 0, event)).map_err(|(node, _, event)| (node, event))
    }

    fn add(&self, event: Waiting) -> Result<(), Waiting> {
        let size = large(&event.2);
        let held = self.bytes.load(Relaxed);
        let too_large = size > 0 && held > 0 && held.saturating_add(size) > self.most_bytes;
        if too_large || self.raised_count.load(Acquire) > 0 {
            return Err(event);
        }
        self.queue.push(event)?;
        if size > 0 {
            self.bytes.fetch_add(size, Relaxed);
        }
        Ok(())
    }

    /// Adds an event that a running graph raises, beyond the other limits if need be. Events of one graph stay in order:
    /// as long as some are in `raised`, further ones go there, too.
    pub(super) fn push_raised(&self, (node, event): (u32, Value)) -> Result<(), (u32, Value)> {
        let position = chain::position().saturating_add(1);
        if position > LONGEST_CHAIN_AT_END && self.is_ending.load(Relaxed) {
            return Ok(());
        }
        let Err(event) = self.add((node, position, event)) else { return Ok(()) };
        if self.raised_count.fetch_add(1, Release) >= self.most_raised {
            self.raised_count.fetch_sub(1, Release);
            return Err((node, event.2));
        }
        let size = large(&event.2);
        self.raised.push(event);
        if size > 0 {
            self.bytes.fetch_add(size, Relaxed);
        }
        Ok(())
    }

    /// Takes the oldest event out. This thread is going to handle it.
    pub(super) fn pop(&self) -> Option<(u32, Value)> {
        let (node, position, event) = self.queue.pop().or_else(|| self.pop_raised())?;
        let size = large(&event);
        if size > 0 {
            self.bytes.fetch_sub(size, Relaxed);
        }
        chain::set_position(position);
        if position > self.longest_chain.load(Relaxed) {
            self.longest_chain.store(position, Relaxed);
            self.chain_node.store(node, Relaxed);
        }
        Some((node, event))
    }

    /// The highest position of an event in its chain so far, and the node of that event.
    pub(super) fn longest_chain(&self) -> (u32, u32) {
        (self.longest_chain.load(Relaxed), self.chain_node.load(Relaxed))
    }

    /// From now on, long chains of raised events end.
    pub(super) fn end_chains(&self) {
        self.is_ending.store(true, Relaxed);
    }

    fn pop_raised(&self) -> Option<Waiting> {
        if self.raised_count.load(Acquire) == 0 {
            return None;
        }
        let event = self.raised.pop()?;
        self.raised_count.fetch_sub(1, Release);
        Some(event)
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.raised_count.load(Acquire) == 0
    }

    /// Whether half of it is free, so that sources that wait for room should be woken.
    pub(super) fn has_room(&self) -> bool {
        self.raised_count.load(Acquire) == 0
            && self.queue.len() <= self.queue.capacity() / 2
            && self.bytes.load(Relaxed) <= self.most_bytes / 2
    }
}

/// The bytes of an event, if they are many. A message and its parameters are elements of an array.
fn large(event: &Value) -> i64 {
    let bytes = |value: &Value| match value {
        Value::String(text) => text.len(),
        Value::Binary(bytes) => bytes.len(),
        _ => 0,
    };
    let bytes = match event {
        Value::Array(values) => values.iter().map(bytes).sum(),
        value => bytes(value),
    };
    if bytes < LARGE { 0 } else { i64::try_from(bytes).unwrap_or(i64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::Array;

    fn text(bytes: usize) -> Value {
        Value::from("x".repeat(bytes))
    }

    #[test]
    fn large_events_wait_up_to_the_limit_and_one_always() {
        let inbox = Inbox::new(InboxLimits { events: 100, bytes: 20_000 }, 0);
        inbox.push((0, text(50_000))).unwrap();
        assert!(inbox.push((1, text(5_000))).is_err() && !inbox.has_room());
        inbox.push((2, text(LARGE - 1))).unwrap();
        assert_eq!(inbox.pop().unwrap().0, 0);
        assert!(inbox.has_room());
        let with_client = Array::from_iter([Value::from("client"), text(10_000)]);
        inbox.push((3, with_client.into())).unwrap();
        inbox.push((4, text(9_000))).unwrap();
        assert!(inbox.push((5, text(5_000))).is_err() && !inbox.has_room());
        assert_eq!(std::iter::from_fn(|| inbox.pop()).map(|(node, _)| node).sum::<u32>(), 9);
        assert_eq!(inbox.bytes.load(Relaxed), 0);
    }

    #[test]
    fn the_limit_of_events_is_exact() {
        let inbox = Inbox::new(InboxLimits { events: 2, bytes: 1 }, 0);
        (0..2).for_each(|node| inbox.push((node, Value::Null)).unwrap());
        assert!(inbox.push((2, Value::Null)).is_err() && !inbox.has_room());
        inbox.pop();
        assert!(inbox.has_room());
    }

    #[test]
    fn raised_events_exceed_the_limit_in_order_while_others_wait() {
        let inbox = Inbox::new(InboxLimits { events: 1, bytes: 1 }, 2);
        (0..3).for_each(|node| inbox.push_raised((node, Value::Null)).unwrap());
        assert!(inbox.push_raised((3, Value::Null)).is_err());
        assert_eq!(inbox.pop().unwrap().0, 0);
        assert!(inbox.push((4, Value::Null)).is_err() && !inbox.has_room());
        inbox.push_raised((5, Value::Null)).unwrap_err();
        assert_eq!([inbox.pop().unwrap().0, inbox.pop().unwrap().0], [1, 2]);
        assert!(inbox.is_empty() && inbox.has_room());
        inbox.push((6, Value::Null)).unwrap();
    }
}
