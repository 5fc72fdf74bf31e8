use crate::error::ActionError;
use crate::events::{Counters, Counts};
use crate::queue::{Gate, OfflineQueue, Outbox, Outgoing};
use crate::runtime::{State, StateCell};
use crate::settings::SendQueue;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// What nodes and the task of a connection share: state, send queue, counters.
#[derive(Debug)]
pub(crate) struct ConnectionHandle {
    pub(crate) state: StateCell,
    pub(crate) outbox: Outbox,
    pub(crate) counters: Counters,
    /// Messages that wait while it is not open; `None` when Send fails then.
    queue: Option<Mutex<OfflineQueue>>,
    is_cut: AtomicBool,
    is_dismissed: AtomicBool,
}

impl ConnectionHandle {
    /// The gate closes while the queue is over its limit and the rule is `wait`.
    pub(crate) fn new(limit: SendQueue, gate: Arc<Gate>) -> Self {
        Self {
            state: StateCell::default(),
            outbox: Outbox::new(limit, gate),
            counters: Counters::default(),
            queue: None,
            is_cut: AtomicBool::new(false),
            is_dismissed: AtomicBool::new(false),
        }
    }

    /// The same, with a queue for messages while it is not open.
    pub(crate) fn with_offline_queue(mut self, queue: OfflineQueue) -> Self {
        self.queue = Some(Mutex::new(queue));
        self
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When it is not open and keeps no messages then, or its queue is full.
    #[inline]
    pub(crate) fn send(&self, message: Outgoing) -> Result<(), ActionError> {
        self.counters.add_sent();
        self.push(message).inspect_err(|_| self.counters.add_failed())
    }

    /// Sends a Ping.
    ///
    /// # Errors
    /// When it is not open, or its queue is full.
    pub(crate) fn ping(&self) -> Result<(), ActionError> {
        self.push(Outgoing::Ping)
    }

    #[inline]
    fn push(&self, message: Outgoing) -> Result<(), ActionError> {
        match self.state.get() {
            State::Open => self.outbox.push(message),
            other => self.push_offline(message, other),
        }
    }

    /// Opens it, with the messages that waited first; returns false when it was stopped meanwhile.
    pub(crate) fn open(&self) -> bool {
        self.outbox.set_served(true);
        let queue = self.queue().map(|mut queue| {
            queue.drain_into(&self.outbox);
            queue
        });
        // Changed under the lock: a thread that found it not open pushes behind the messages that waited.
        let opened = self.state.change(State::Starting, State::Open);
        drop(queue);
        opened
    }

    /// Marks the end of the connection; returns how many messages are lost.
    pub(crate) fn end(&self) -> usize {
        self.outbox.set_served(false);
        self.outbox.pop_close();
        match self.queue {
            Some(_) => 0,
            None => self.discard_all(),
        }
    }

    /// Discards everything that waits, and returns how many messages that were.
    pub(crate) fn discard_all(&self) -> usize {
        if let Some(mut queue) = self.queue() {
            queue.drain_into(&self.outbox);
        }
        self.outbox.discard_all()
    }

    /// A snapshot of the counters.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = self.counters.read();
        let [oldest, newest, lost] = self.outbox.dropped_by_cause();
        counts.dropped_oldest += oldest;
        counts.dropped_newest += newest;
        counts.lost += lost;
        let offline = self.queue().map_or(0, |queue| queue.len());
        counts.waiting = (self.outbox.waiting_messages() + offline) as u64;
        counts.most_waiting = self.outbox.most_waiting() as u64;
        counts
    }

    /// Asks the task to close an open or opening connection; returns false when it is neither.
    pub(crate) fn close(&self, close: Outgoing) -> bool {
        let open = self.state.change(State::Open, State::Closing);
        let ends = open || self.state.change(State::Starting, State::Closing);
        if ends {
            self.outbox.push_close(close);
        }
        ends
    }

    /// A graph has disconnected it: no graph gets further messages.
    pub(crate) fn dismiss(&self) {
        self.is_dismissed.store(true, Ordering::Release);
    }

    #[inline]
    pub(crate) fn is_dismissed(&self) -> bool {
        self.is_dismissed.load(Ordering::Acquire)
    }

    /// Cuts the connection at once, in any state.
    pub(crate) fn cut(&self) {
        self.is_cut.store(true, Ordering::Release);
        self.outbox.wake();
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Acquire)
    }

    /// Returns when the connection is to be cut.
    pub(crate) async fn wait_until_cut(&self) {
        poll_fn(|context| {
            self.outbox.register(context.waker());
            if self.is_cut() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    #[cold]
    fn push_offline(&self, message: Outgoing, state: State) -> Result<(), ActionError> {
        let (Some(mut queue), Outgoing::Text(_) | Outgoing::Binary(_)) = (self.queue(), &message)
        else {
            return Err(ActionError::NotOpen(state));
        };
        match self.state.get() {
            State::Open => {
                drop(queue);
                self.outbox.push(message)
            }
            _ => queue.push(message, &self.outbox),
        }
    }

    fn queue(&self) -> Option<MutexGuard<'_, OfflineQueue>> {
        let queue = self.queue.as_ref()?;
        Some(queue.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
