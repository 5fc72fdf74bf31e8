//! The writing half of a turn.

use super::Connection;
use crate::error::Error;
use crate::protocol::frames::SocketError;
use crate::queue::Outgoing;

/// Whether the socket can be written to.
#[derive(Debug)]
pub(super) enum Writing {
    /// It can.
    Ready,
    /// It is full; the task is woken when it has space.
    Blocked,
    /// The closing handshake is complete.
    Closed,
    /// It failed. The last bytes of the other side may still wait to be read.
    Failed(Error),
}

impl Connection<'_> {
    /// Writes what waits until nothing is left or the socket is full, and flushes once.
    pub(super) fn write(&mut self) {
        if matches!(self.writing, Writing::Closed | Writing::Failed(_)) {
            return;
        }
        // What did not fit last time goes first.
        if matches!(self.writing, Writing::Blocked) && !self.flush() {
            return;
        }
        if self.collect() {
            // Counted before the other side can know of it.
            self.publish_counts();
            self.flush();
        }
    }

    /// Moves what waits into the buffer of the socket; returns false when the socket is full or closed. Runs after
    /// each message, so that its memory is free for the next one.
    #[inline]
    pub(super) fn collect(&mut self) -> bool {
        self.drain()
    }

    /// The same after [`open_direct`](crate::queue::Outbox::open_direct).
    #[inline]
    pub(super) fn collect_direct(&mut self) -> bool {
        if let Some(outgoing) = self.session.handle.outbox.take_direct() {
            self.write_message(outgoing);
        }
        self.drain()
    }

    /// Returns whether the socket takes a message now and none has to go before it.
    #[inline]
    pub(super) fn can_take_direct(&self) -> bool {
        matches!(self.writing, Writing::Ready) && self.socket.can_write() && self.opening.len() == 0
    }

    #[inline]
    fn drain(&mut self) -> bool {
        while matches!(self.writing, Writing::Ready) {
            let Some(outgoing) = self.next() else { return true };
            self.write_message(outgoing);
        }
        false
    }

    /// The next message to write. None follows a Close frame: it waits for the next connection or is reported as lost.
    #[inline]
    fn next(&mut self) -> Option<Outgoing> {
        let outbox = &self.session.handle.outbox;
        match self.socket.can_write() {
            true => self.opening.next().inspect(|_| self.counts.sent += 1).or_else(|| outbox.pop()),
            false => outbox.pop_close(),
        }
    }

    /// Passes a message to the socket, which keeps it even when the stream is full.
    pub(super) fn write_message(&mut self, outgoing: Outgoing) {
        let size = outgoing.len();
        let written = match outgoing {
            Outgoing::Text(payload) => self.socket.write(true, payload),
            Outgoing::Binary(payload) => self.socket.write(false, payload),
            Outgoing::Shared(message) => self.socket.write_shared(&message),
            Outgoing::Ping => return self.socket.ping(&self.pings.next()),
            Outgoing::Close(close) => {
                self.closing.by_me |= self.closing.received.is_none();
                let closed = self.socket.close(close.as_ref());
                self.record_write(closed);
                return;
            }
        };
        match written {
            Err(SocketError::Failed(_)) => self.counts.lost += 1,
            _ => self.counts.count_sent(size),
        }
        self.record_write(written);
    }

    /// Publishes the counts of this turn.
    pub(super) fn publish_counts(&mut self) {
        self.record_sent();
        self.session.handle.counters.add(&std::mem::take(&mut self.counts));
    }

    pub(super) fn flush(&mut self) -> bool {
        let flushed = self.socket.flush();
        self.record_write(flushed)
    }

    /// Records the result of a write; returns false when writing must stop.
    fn record_write(&mut self, written: Result<(), SocketError>) -> bool {
        self.writing = match written {
            Ok(()) => Writing::Ready,
            Err(SocketError::WouldBlock) => Writing::Blocked,
            Err(SocketError::Closed) => Writing::Closed,
            Err(SocketError::Failed(error)) => Writing::Failed(error),
        };
        matches!(self.writing, Writing::Ready)
    }
}
