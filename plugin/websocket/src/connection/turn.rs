//! A turn: read all that is ready, let the graphs run, write all that was sent, flush once.

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

/// How many messages one turn reads at most, so that other connections get their turn.
const MESSAGES_PER_TURN: usize = 256;

/// How long reading waits at most while the other side takes nothing.
const PAUSE: Duration = Duration::from_millis(1);

/// How long a client waits, when both sides have closed, for the server to close the stream, as RFC 6455 section
/// 7.1.1 wants it. Nothing else comes, so those that do not are not worth waiting for.
const LINGER: Duration = Duration::from_secs(1);

/// Why a connection has no more turns.
pub(super) enum End {
    /// Both sides have closed.
    Closed,
    /// The closing handshake took too long.
    Overdue,
    /// It broke.
    Failed(Error),
    /// The other side is silent.
    Dead(Error),
}

/// What reading came to.
enum Reading {
    /// Nothing more is ready; the task will be woken.
    Waits,
    /// A graph's inbox is full, or a queue into which it sends; the task will be woken.
    Held,
    /// There may be more.
    Goes,
    /// The connection is over.
    Ends(End),
}

impl Connection<'_> {
    /// One turn; ready when the connection is over.
    pub(super) fn turn(&mut self, context: &mut Context<'_>) -> Poll<End> {
        self.socket.get_mut().set_waker(context.waker());
        // Registered before anything is looked at: a Close or a cut that comes during the turn leads to another one.
        self.session.handle.outbox.register(context.waker());
        self.session.handle.outbox.begin_turn();
        let reading = if self.pauses(context) { Reading::Waits } else { self.read(context) };
        if let Err(error) = self.stay_alive(context, !matches!(reading, Reading::Held)) {
            return Poll::Ready(End::Dead(error));
        }
        self.write();
        self.note_written();
        self.count();
        self.session.poll_dropped(context);
        match (reading, &self.writing) {
            (Reading::Ends(end), _) => return Poll::Ready(end),
            (_, Writing::Over) => return Poll::Ready(End::Closed),
            // Behind other tasks, and behind a look at what the system has for this one.
            (Reading::Goes, _) => drop(pin!(yield_now()).poll(context)),
            (Reading::Waits | Reading::Held, _) => {}
        }
        if self.is_overdue(context) {
            return Poll::Ready(End::Overdue);
        }
        self.rest(context);
        Poll::Pending
    }

    /// Whether reading waits until the other side takes what we send: what it sends meanwhile would only pile up
    /// here. Not for long, since it may itself wait for us to read.
    fn pauses(&mut self, context: &mut Context<'_>) -> bool {
        if !matches!(self.writing, Writing::Full) || self.flush() {
            self.pause = None;
            return false;
        }
        let pause = self.pause.get_or_insert_with(|| Timer::after(PAUSE));
        let is_over = pause.is_over(context);
        if is_over {
            self.pause = None;
        }
        !is_over
    }

    fn read(&mut self, context: &Context<'_>) -> Reading {
        let was_free = matches!(self.writing, Writing::Free);
        for _ in 0..MESSAGES_PER_TURN {
            if self.session.poll_ready(context).is_pending() {
                return Reading::Held;
            }
            match self.socket.read() {
                Ok(incoming) => self.answer(incoming),
                Err(SocketError::WouldBlock) => return Reading::Waits,
                Err(SocketError::Closed) => return Reading::Ends(End::Closed),
                Err(SocketError::Failed(error)) => return Reading::Ends(End::Failed(error)),
            }
            if was_free && matches!(self.writing, Writing::Full) {
                break;
            }
        }
        Reading::Goes
    }

    /// Lets the graphs have what came in, and the socket what they say to it.
    #[inline]
    fn answer(&mut self, incoming: Incoming) {
        let direct = self.takes_direct();
        if direct {
            self.session.handle.outbox.open_direct();
        }
        self.take(incoming);
        if direct {
            self.collect_direct();
        } else {
            self.collect();
        }
    }

    #[inline]
    fn take(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Text(text) => {
                self.counts.came_in(text.len());
                if !self.is_answer(true, text.as_bytes()) {
                    self.session.notifier.deliver_text(text);
                }
            }
            Incoming::Binary(bytes) => {
                self.counts.came_in(bytes.len());
                if !self.is_answer(false, &bytes) {
                    self.session.deliver_binary(bytes);
                }
            }
            Incoming::Close(close) => self.closed_by_peer(close),
            Incoming::Pong(payload) => self.pong(&payload),
            // It is answered already.
            Incoming::Ping(_) => {}
        }
    }

    fn closed_by_peer(&mut self, close: Option<CloseFrame>) {
        self.closing.received = Some(close);
        self.session.handle.state.change(State::Open, State::Closing);
    }

    /// Whether the closing handshake, once begun, has taken too long.
    fn is_overdue(&mut self, context: &mut Context<'_>) -> bool {
        let within = self.session.policy.close_timeout;
        if !self.lingers && self.closing.received.is_some() && matches!(self.writing, Writing::Free)
        {
            self.lingers = true;
            self.deadline = Some(Timer::after(within.min(LINGER)));
        }
        let ends = self.session.handle.state.get() == State::Closing;
        if self.deadline.is_none() && (ends || matches!(self.writing, Writing::Failed(_))) {
            self.deadline = Some(Timer::after(within));
        }
        let deadline = self.deadline.as_mut();
        self.session.handle.is_cut() || deadline.is_some_and(|deadline| deadline.is_over(context))
    }

    /// Ends the turn. While the socket takes nothing, messages wait for the socket and not for a wake-up.
    fn rest(&self, context: &Context<'_>) {
        let outbox = &self.session.handle.outbox;
        let sleeps = matches!(self.writing, Writing::Free) && self.socket.can_write();
        if sleeps && !outbox.sleep() {
            context.waker().wake_by_ref();
        }
        // Behind `sleep`: whoever goes over the limit from here on wakes this task.
        outbox.relieve();
    }
}
