use crate::error::ActionError;
use crate::events::{Counters, Counts};
use crate::queue::{Gate, OfflineQueue, Outbox, Outgoing};
use crate::runtime::{State, StateCell};
use crate::settings::SendQueue;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// What nodes and the task of a connection share: its state, what waits to be sent, its counters.
#[derive(Debug)]
pub(crate) struct ConnectionHandle {
    pub(crate) state: StateCell,
    pub(crate) outbox: Outbox,
    pub(crate) counters: Counters,
    /// Where messages wait while it is not open; none when Send fails then.
    room: Option<Mutex<OfflineQueue>>,
    is_cut: AtomicBool,
}

impl ConnectionHandle {
    /// The gate closes while the queue is over its limit and the rule is that senders wait.
    pub(crate) fn new(limit: SendQueue, gate: Arc<Gate>) -> Self {
        Self {
            state: StateCell::default(),
            outbox: Outbox::new(limit, gate),
            counters: Counters::default(),
            room: None,
            is_cut: AtomicBool::new(false),
        }
    }

    /// The same, with room for messages while it is not open.
    pub(crate) fn with_room(mut self, room: OfflineQueue) -> Self {
        self.room = Some(Mutex::new(room));
        self
    }

    /// Hands a message to the connection.
    ///
    /// # Errors
    /// When it is not open and keeps nothing until it is, or its queue is full.
    #[inline]
    pub(crate) fn send(&self, message: Outgoing) -> Result<(), ActionError> {
        self.counters.add_sent();
        self.put(message).inspect_err(|_| self.counters.add_failed())
    }

    /// Asks for a Ping.
    ///
    /// # Errors
    /// When it is not open, or its queue is full.
    pub(crate) fn ping(&self) -> Result<(), ActionError> {
        self.put(Outgoing::Ping)
    }

    #[inline]
    fn put(&self, message: Outgoing) -> Result<(), ActionError> {
        match self.state.get() {
            State::Open => self.outbox.push(message),
            other => self.send_later(message, other),
        }
    }

    /// Opens it, for messages that wait first; false when it was stopped meanwhile.
    pub(crate) fn open(&self) -> bool {
        self.outbox.set_served(true);
        let room = self.room().map(|mut room| {
            room.empty_into(&self.outbox);
            room
        });
        // Under the lock: who found it not open sends behind those that waited.
        let opened = self.state.change(State::Starting, State::Open);
        drop(room);
        opened
    }

    /// The connection has ended and nobody takes messages out; says how many will never be sent.
    pub(crate) fn end(&self) -> usize {
        self.outbox.set_served(false);
        self.outbox.pop_close();
        match self.room {
            Some(_) => 0,
            None => self.give_up(),
        }
    }

    /// Throws away whatever waits, and says how many messages that were.
    pub(crate) fn give_up(&self) -> usize {
        if let Some(mut room) = self.room() {
            room.empty_into(&self.outbox);
        }
        self.outbox.give_up()
    }

    /// Its counters now.
    pub(crate) fn counts(&self) -> Counts {
        let mut counts = self.counters.read();
        let [oldest, newest, lost] = self.outbox.dropped_by_cause();
        counts.dropped_oldest += oldest;
        counts.dropped_newest += newest;
        counts.lost += lost;
        let kept = self.room().map_or(0, |room| room.len());
        counts.waiting = (self.outbox.waiting_messages() + kept) as u64;
        counts.most_waiting = counts.most_waiting.max(counts.waiting);
        counts
    }

    /// Asks for the end of what is open or just coming; false when it is neither.
    pub(crate) fn close(&self, close: Outgoing) -> bool {
        let open = self.state.change(State::Open, State::Closing);
        let ends = open || self.state.change(State::Starting, State::Closing);
        if ends {
            self.outbox.push_close(close);
        }
        ends
    }

    /// Ends the connection at once, whatever it waits for.
    pub(crate) fn cut(&self) {
        self.is_cut.store(true, Ordering::Release);
        self.outbox.wake();
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Acquire)
    }

    /// Returns when the connection is to end at once.
    pub(crate) async fn cut_off(&self) {
        poll_fn(|context| {
            self.outbox.register(context.waker());
            if self.is_cut() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    #[cold]
    fn send_later(&self, message: Outgoing, state: State) -> Result<(), ActionError> {
        let (Some(mut room), Outgoing::Text(_) | Outgoing::Binary(_)) = (self.room(), &message)
        else {
            return Err(ActionError::NotOpen(state));
        };
        match self.state.get() {
            State::Open => {
                drop(room);
                self.outbox.push(message)
            }
            _ => room.push(message, &self.outbox),
        }
    }

    fn room(&self) -> Option<MutexGuard<'_, OfflineQueue>> {
        let room = self.room.as_ref()?;
        Some(room.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
