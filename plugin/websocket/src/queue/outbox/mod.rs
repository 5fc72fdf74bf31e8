mod direct;
mod high_water;
mod overflow;

use super::gate::Gate;
use super::outgoing::Outgoing;
use crate::error::ActionError;
use crate::runtime::sync::{AtomicBool, AtomicU64, AtomicUsize, AtomicWaker, Mutex, SegQueue};
use crate::settings::{SendQueue, WhenFull};
use high_water::HighWater;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::{Arc, PoisonError};
use std::task::Waker;

/// The send queue of one connection: any thread pushes, the task of the connection takes out.
///
/// A push wakes the task only when it sleeps. What is pushed during a turn, by the graphs that it runs or by other
/// threads, goes out at the end of the turn without a wake-up.
#[derive(Debug)]
pub(crate) struct Outbox {
    limit: SendQueue,
    queue: SegQueue<Outgoing>,
    /// Messages that were accepted and not taken out yet; counted before they are in `queue`.
    messages: AtomicUsize,
    bytes: AtomicUsize,
    most_waiting: HighWater,
    /// One more message bypasses `queue`.
    has_direct: AtomicBool,
    asleep: AtomicBool,
    waker: AtomicWaker,
    /// The Close frame, which goes out behind every message.
    close: Mutex<Option<Outgoing>>,
    has_close: AtomicBool,
    /// Messages dropped by a rule or because the connection ended.
    dropped: AtomicU64,
    /// Those dropped as the oldest, and those that were lost with the connection.
    oldest: AtomicU64,
    lost: AtomicU64,
    /// Dropped messages that the task has not reported yet.
    unreported: AtomicU64,
    backpressure: Backpressure,
}

/// Makes senders wait while the queue is over its limit; unused under any rule but `wait`.
#[derive(Debug, Default)]
struct Backpressure {
    gate: Option<Arc<Gate>>,
    is_over_limit: AtomicBool,
    /// No task takes messages out, so nobody must wait.
    is_unserved: AtomicBool,
}

impl Outbox {
    pub(crate) fn new(limit: SendQueue, gate: Arc<Gate>) -> Self {
        let gate = (limit.when_full == WhenFull::Wait).then_some(gate);
        Self {
            limit,
            queue: SegQueue::new(),
            messages: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            most_waiting: HighWater::default(),
            has_direct: AtomicBool::new(false),
            asleep: AtomicBool::new(false),
            waker: AtomicWaker::new(),
            close: Mutex::new(None),
            has_close: AtomicBool::new(false),
            dropped: AtomicU64::new(0),
            oldest: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            unreported: AtomicU64::new(0),
            backpressure: Backpressure { gate, ..Backpressure::default() },
        }
    }

    /// Adds a message.
    ///
    /// # Errors
    /// When the limit is reached and the rule refuses the message.
    #[inline]
    pub(crate) fn push(&self, message: Outgoing) -> Result<(), ActionError> {
        if message.len() > self.limit.max_bytes || self.limit.max_messages == 0 {
            return self.enqueue(message);
        }
        self.put_direct(message).or_else(|message| self.enqueue(message))
    }

    #[inline(never)]
    fn enqueue(&self, message: Outgoing) -> Result<(), ActionError> {
        let size = message.len();
        if let Err(full) = self.reserve(size)
            && !self.make_room(size, full)?
        {
            return Ok(());
        }
        self.queue.push(message);
        if self.asleep.load(SeqCst) {
            self.wake();
        }
        Ok(())
    }

    /// Adds a Close frame behind all messages and wakes the task in any state.
    pub(crate) fn push_close(&self, close: Outgoing) {
        self.messages.fetch_add(1, SeqCst);
        let before = self.close.lock().unwrap_or_else(PoisonError::into_inner).replace(close);
        self.messages.fetch_sub(usize::from(before.is_some()), Relaxed);
        self.has_close.store(true, Release);
        self.wake();
    }

    /// Takes out the oldest message, or the Close frame when there is no message.
    #[inline]
    pub(crate) fn pop(&self) -> Option<Outgoing> {
        // Messages are counted before they are pushed. Reading the count is cheaper than popping from an empty queue.
        if self.waiting() == 0 {
            return None;
        }
        let Some(message) = self.queue.pop() else { return self.pop_close() };
        self.messages.fetch_sub(1, Relaxed);
        self.bytes.fetch_sub(message.len(), Relaxed);
        Some(message)
    }

    /// Takes out the Close frame, whatever else waits.
    pub(crate) fn pop_close(&self) -> Option<Outgoing> {
        if !self.has_close.load(Acquire) {
            return None;
        }
        self.has_close.store(false, Relaxed);
        let close = self.close.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.messages.fetch_sub(usize::from(close.is_some()), Relaxed);
        close
    }

    /// Removes everything and returns how many messages that were.
    pub(crate) fn clear(&self) -> usize {
        std::iter::from_fn(|| self.pop()).filter(Outgoing::is_message).count()
    }

    /// The number of messages and Close frames that wait.
    #[inline]
    pub(crate) fn waiting(&self) -> usize {
        self.messages.load(Relaxed)
    }

    /// The number of messages that wait, with the one that bypasses the queue.
    pub(crate) fn waiting_messages(&self) -> usize {
        let queued = self.waiting().saturating_sub(usize::from(self.has_close.load(Relaxed)));
        queued + usize::from(self.has_direct.load(Relaxed))
    }

    /// The most messages that waited at once, here and in the queue while the connection is not open.
    pub(crate) fn most_waiting(&self) -> usize {
        self.most_waiting.read()
    }

    /// Records that `others` messages wait elsewhere besides those that wait here.
    pub(crate) fn record_waiting_with(&self, others: usize) {
        self.most_waiting.record(self.waiting_messages() + others);
    }

    /// Wakes the task.
    pub(crate) fn wake(&self) {
        self.waker.wake();
    }

    /// Registers the waker for [`wake`](Self::wake).
    pub(crate) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    /// Drops the waker, which keeps its task and the file descriptors of the plugin's threads alive.
    pub(crate) fn unregister(&self) {
        self.waker.take();
    }

    /// Marks the start of a turn: pushes need not wake the task.
    #[inline]
    pub(crate) fn begin_turn(&self) {
        self.asleep.store(false, Relaxed);
    }

    /// Marks the end of a turn; returns false when something arrived meanwhile.
    #[inline]
    pub(crate) fn sleep(&self) -> bool {
        self.asleep.store(true, SeqCst);
        self.messages.load(SeqCst) == 0
    }

    /// Counts a message, if it is within the limit.
    #[inline]
    fn reserve(&self, size: usize) -> Result<(), ActionError> {
        // Checked before it is counted: the task looks at the counts for room, and a refused message would not wake it
        // again.
        if size > self.limit.max_bytes {
            return Err(ActionError::TooLarge { size, limit: self.limit.max_bytes });
        }
        let direct = self.direct();
        // Sequentially consistent with `sleep`: either it sees this message, or the push sees that the task sleeps.
        let messages = self.messages.fetch_add(1, SeqCst);
        if messages + usize::from(direct.is_some()) >= self.limit.max_messages {
            self.messages.fetch_sub(1, Relaxed);
            return Err(ActionError::TooMany(self.limit.max_messages));
        }
        let bytes = self.bytes.fetch_add(size, Relaxed) + direct.unwrap_or(0);
        if bytes.saturating_add(size) > self.limit.max_bytes {
            self.bytes.fetch_sub(size, Relaxed);
            self.messages.fetch_sub(1, Relaxed);
            return Err(ActionError::TooLarge { size, limit: self.limit.max_bytes });
        }
        self.record_added(messages, usize::from(direct.is_some()));
        Ok(())
    }

    /// Records that a message was added to `before` entries of the queue and `direct` messages that bypass it. The Close
    /// frame is an entry, but no message.
    #[inline]
    fn record_added(&self, before: usize, direct: usize) {
        let messages = before + 1 + direct;
        let close = usize::from(self.has_close.load(Relaxed));
        self.most_waiting.record(messages.saturating_sub(close));
    }
}
