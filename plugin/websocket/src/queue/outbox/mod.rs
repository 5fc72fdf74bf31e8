mod direct;
mod overflow;

use super::gate::Gate;
use super::outgoing::Outgoing;
use crate::error::ActionError;
use crate::runtime::sync::{AtomicBool, AtomicU64, AtomicUsize, AtomicWaker, Mutex, SegQueue};
use crate::settings::{SendQueue, WhenFull};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
use std::sync::{Arc, PoisonError};
use std::task::Waker;

/// What waits to be sent on one connection: any thread puts in, the connection's task takes out.
///
/// A push wakes the task only when it sleeps. Whatever is pushed during its turn, by the graphs that it runs or by
/// other threads, is taken out at the end of the turn without a wake-up.
#[derive(Debug)]
pub(crate) struct Outbox {
    limit: SendQueue,
    queue: SegQueue<Outgoing>,
    /// Messages that were let in and not taken out yet; counted before they are in `queue`.
    messages: AtomicUsize,
    bytes: AtomicUsize,
    /// One more is on its way around `queue`.
    is_direct: AtomicBool,
    asleep: AtomicBool,
    waker: AtomicWaker,
    /// The Close frame, which comes behind every message.
    close: Mutex<Option<Outgoing>>,
    closes: AtomicBool,
    /// Messages that were thrown away to make room or because the connection ended.
    dropped: AtomicU64,
    /// Those of them that made room, and those that the end of the connection threw away.
    oldest: AtomicU64,
    lost: AtomicU64,
    /// Those of them that the task has yet to tell.
    unreported: AtomicU64,
    pressure: Pressure,
}

/// Who has to wait while the queue is over its limit; nobody under another rule than `wait`.
#[derive(Debug, Default)]
struct Pressure {
    gate: Option<Arc<Gate>>,
    is_over: AtomicBool,
    /// Nobody takes anything out any more, so nobody must wait for room.
    is_off: AtomicBool,
}

impl Outbox {
    pub(crate) fn new(limit: SendQueue, gate: Arc<Gate>) -> Self {
        let gate = (limit.when_full == WhenFull::Wait).then_some(gate);
        Self {
            limit,
            queue: SegQueue::new(),
            messages: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            is_direct: AtomicBool::new(false),
            asleep: AtomicBool::new(false),
            waker: AtomicWaker::new(),
            close: Mutex::new(None),
            closes: AtomicBool::new(false),
            dropped: AtomicU64::new(0),
            oldest: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            unreported: AtomicU64::new(0),
            pressure: Pressure { gate, ..Pressure::default() },
        }
    }

    /// Puts a message in.
    ///
    /// # Errors
    /// When there are as many messages or bytes as the limit allows and the rule does not make room.
    #[inline]
    pub(crate) fn push(&self, message: Outgoing) -> Result<(), ActionError> {
        if message.len() > self.limit.max_bytes || self.limit.max_messages == 0 {
            return self.enqueue(message);
        }
        self.put_direct(message).or_else(|message| self.enqueue(message))
    }

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

    /// Puts a Close frame behind whatever waits, and wakes the task whatever it waits for.
    pub(crate) fn push_close(&self, close: Outgoing) {
        self.messages.fetch_add(1, SeqCst);
        let before = self.close.lock().unwrap_or_else(PoisonError::into_inner).replace(close);
        self.messages.fetch_sub(usize::from(before.is_some()), Relaxed);
        self.closes.store(true, Release);
        self.wake();
    }

    /// Takes the oldest message out.
    #[inline]
    pub(crate) fn pop(&self) -> Option<Outgoing> {
        // Counted before it is put in. To look is cheaper than to take from an empty queue.
        if self.waiting() == 0 {
            return None;
        }
        let Some(message) = self.queue.pop() else { return self.pop_close() };
        self.messages.fetch_sub(1, Relaxed);
        self.bytes.fetch_sub(message.len(), Relaxed);
        Some(message)
    }

    /// Takes the Close frame out, before or behind what waits.
    pub(crate) fn pop_close(&self) -> Option<Outgoing> {
        if !self.closes.load(Acquire) {
            return None;
        }
        self.closes.store(false, Relaxed);
        let close = self.close.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.messages.fetch_sub(usize::from(close.is_some()), Relaxed);
        close
    }

    /// Throws away what nobody will send any more, and says how many messages that were.
    pub(crate) fn clear(&self) -> usize {
        std::iter::from_fn(|| self.pop()).filter(Outgoing::is_message).count()
    }

    /// How many messages wait.
    #[inline]
    pub(crate) fn waiting(&self) -> usize {
        self.messages.load(Relaxed)
    }

    /// The same without a Close frame, which is no message, and with what a turn has not sent yet.
    pub(crate) fn waiting_messages(&self) -> usize {
        let queued = self.waiting().saturating_sub(usize::from(self.closes.load(Relaxed)));
        queued + usize::from(self.is_direct.load(Relaxed))
    }

    /// Wakes the task.
    pub(crate) fn wake(&self) {
        self.waker.wake();
    }

    /// Leaves the waker for [`wake`](Self::wake).
    pub(crate) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
    }

    /// Lets go of the waker, which keeps its task and, with that, the descriptors of the plugin's threads.
    pub(crate) fn unregister(&self) {
        self.waker.take();
    }

    /// The task begins its turn: pushes need not wake it.
    #[inline]
    pub(crate) fn begin_turn(&self) {
        self.asleep.store(false, Relaxed);
    }

    /// The task wants to end its turn; false when something came in meanwhile.
    #[inline]
    pub(crate) fn sleep(&self) -> bool {
        self.asleep.store(true, SeqCst);
        self.messages.load(SeqCst) == 0
    }

    /// Counts a message in.
    #[inline]
    fn reserve(&self, size: usize) -> Result<(), ActionError> {
        // Before it counts: the task looks for room, and nobody would tell it that there is some after all.
        if size > self.limit.max_bytes {
            return Err(ActionError::TooLarge { size, limit: self.limit.max_bytes });
        }
        let direct = self.direct();
        // Sequentially consistent with `sleep`: either it sees this message or we see that it sleeps.
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
        Ok(())
    }
}
