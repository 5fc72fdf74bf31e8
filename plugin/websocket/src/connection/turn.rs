//! One turn: read what is ready, run the graphs, write what they sent, flush once.

use super::Connection;
use super::write::Writing;
use crate::error::Error;
use crate::protocol::frames::{Incoming, SocketError};
use crate::runtime::{State, Timer};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::task::yield_now;
use tungstenite::protocol::CloseFrame;

/// The most messages that one turn reads, so that other connections get their turn.
const MESSAGES_PER_TURN: usize = 256;

/// The longest time that reading pauses while the other side takes nothing.
const MAX_PAUSE: Duration = Duration::from_millis(1);

/// How long a client waits, after both Close frames, for the server to close the stream (RFC 6455 section 7.1.1).
/// Nothing else can arrive, so the wait is short.
const MAX_LINGER: Duration = Duration::from_secs(1);

/// Why the turns ended.
pub(super) enum End {
    /// Both sides have sent a Close frame.
    Closed,
    /// The closing handshake took too long.
    TimedOut,
    /// The stream or the protocol failed.
    Failed(Error),
    /// The peer is silent.
    Silent(Error),
}

/// The result of the reading half of a turn.
enum Reading {
    /// Nothing more is available; the task will be woken.
    NothingReady,
    /// The inbox of a graph is full, or a queue into which it sends; the task will be woken.
    Blocked,
    /// There may be more to read.
    MoreReady,
    /// The connection has ended.
    Ended(End),
}

impl Connection<'_> {
    /// Runs one turn; ready when the connection has ended.
    pub(super) fn turn(&mut self, context: &mut Context<'_>) -> Poll<End> {
        self.socket.get_mut().set_waker(context.waker());
        // Registered before anything is checked: a Close or cut during the turn leads to another turn.
        self.session.handle.outbox.register(context.waker());
        self.session.handle.outbox.begin_turn();
        let reading =
            if self.should_pause(context) { Reading::NothingReady } else { self.read(context) };
        if let Err(error) = self.poll_keep_alive(context, !matches!(reading, Reading::Blocked)) {
            return Poll::Ready(End::Silent(error));
        }
        self.write();
        self.discard_own_ping();
        self.publish_counts();
        self.session.poll_dropped(context);
        match (reading, &self.writing) {
            (Reading::Ended(end), _) => return Poll::Ready(end),
            (_, Writing::Closed) => return Poll::Ready(End::Closed),
            // Runs again behind other tasks, and after the system was polled for this one.
            (Reading::MoreReady, _) => drop(pin!(yield_now()).poll(context)),
            (Reading::NothingReady | Reading::Blocked, _) => {}
        }
        if self.has_close_timed_out(context) {
            return Poll::Ready(End::TimedOut);
        }
        self.end_turn(context);
        Poll::Pending
    }

    /// Returns whether reading pauses because the other side does not take what we send: what it sends would pile up.
    /// The pause is short, since it may itself be waiting for us to read.
    fn should_pause(&mut self, context: &mut Context<'_>) -> bool {
        if !matches!(self.writing, Writing::Blocked) || self.flush() {
            self.pause = None;
            return false;
        }
        let pause = self.pause.get_or_insert_with(|| Timer::after(MAX_PAUSE));
        let is_over = pause.has_elapsed(context);
        if is_over {
            self.pause = None;
        }
        !is_over
    }

    fn read(&mut self, context: &Context<'_>) -> Reading {
        let was_free = matches!(self.writing, Writing::Ready);
        for _ in 0..MESSAGES_PER_TURN {
            if self.session.poll_ready(context).is_pending() {
                return Reading::Blocked;
            }
            match self.socket.read() {
                Ok(incoming) => self.process(incoming),
                Err(SocketError::WouldBlock) => return Reading::NothingReady,
                Err(SocketError::Closed) => return Reading::Ended(End::Closed),
                Err(SocketError::Failed(error)) => return Reading::Ended(End::Failed(error)),
            }
            if was_free && matches!(self.writing, Writing::Blocked) {
                break;
            }
        }
        Reading::MoreReady
    }

    /// Runs the graphs on what arrived and passes what they sent to the socket.
    #[inline]
    fn process(&mut self, incoming: Incoming) {
        let direct = self.can_take_direct();
        if direct {
            self.session.handle.outbox.open_direct();
        }
        self.deliver(incoming);
        if direct {
            self.collect_direct();
        } else {
            self.collect();
        }
    }

    #[inline]
    fn deliver(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Text(text) => {
                self.counts.count_received(text.len());
                if !self.is_answer(true, text.as_bytes()) && !self.session.handle.is_dismissed() {
                    self.session.notifier.deliver_text(text);
                }
            }
            Incoming::Binary(bytes) => {
                self.counts.count_received(bytes.len());
                if !self.is_answer(false, &bytes) && !self.session.handle.is_dismissed() {
                    self.session.deliver_binary(bytes);
                }
            }
            Incoming::Close(close) => self.receive_close(close),
            Incoming::Pong(payload) => self.receive_pong(&payload),
            // The socket has queued the Pong.
            Incoming::Ping(_) => {}
        }
    }

    fn receive_close(&mut self, close: Option<CloseFrame>) {
        self.closing.received = Some(close);
        self.session.handle.state.change(State::Open, State::Closing);
    }

    /// Returns whether the closing handshake has timed out.
    fn has_close_timed_out(&mut self, context: &mut Context<'_>) -> bool {
        let within = self.session.policy.close_timeout;
        if !self.lingers
            && self.closing.received.is_some()
            && matches!(self.writing, Writing::Ready)
        {
            self.lingers = true;
            self.deadline = Some(Timer::after(within.min(MAX_LINGER)));
        }
        let ends = self.session.handle.state.get() == State::Closing;
        if self.deadline.is_none() && (ends || matches!(self.writing, Writing::Failed(_))) {
            self.deadline = Some(Timer::after(within));
        }
        let deadline = self.deadline.as_mut();
        self.session.handle.is_cut()
            || deadline.is_some_and(|deadline| deadline.has_elapsed(context))
    }

    /// Ends the turn. While the socket is blocked, messages wait for the socket and need no wake-up.
    fn end_turn(&self, context: &Context<'_>) {
        let outbox = &self.session.handle.outbox;
        let sleeps = matches!(self.writing, Writing::Ready) && self.socket.can_write();
        if sleeps && !outbox.sleep() {
            context.waker().wake_by_ref();
        }
        // After `sleep`: a thread that goes over the limit from here on wakes this task.
        outbox.release_senders();
    }
}
