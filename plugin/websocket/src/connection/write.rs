//! The writing half of a turn.

use super::Connection;
use crate::error::Error;
use crate::protocol::frames::SocketError;
use crate::queue::Outgoing;

/// Whether the socket takes what is written.
#[derive(Debug)]
pub(super) enum Writing {
    /// It does.
    Free,
    /// It is full; the task is woken when it has room.
    Full,
    /// The closing handshake is done, and so is writing.
    Over,
    /// It broke. The other side's last words may still wait to be read.
    Failed(Error),
}

impl Connection<'_> {
    /// Writes what waits, until there is nothing more or the socket is full, and flushes once.
    pub(super) fn write(&mut self) {
        if matches!(self.writing, Writing::Over | Writing::Failed(_)) {
            return;
        }
        // What did not fit last time goes first.
        if matches!(self.writing, Writing::Full) && !self.flush() {
            return;
        }
        if self.collect() {
            // Before the other side can know of it.
            self.count();
            self.flush();
        }
    }

    /// Hands what waits to the socket, which collects it; false when the socket is full or done. Done after each
    /// message that came in, so that its memory is free for the next one.
    #[inline]
    pub(super) fn collect(&mut self) -> bool {
        self.counts.saw_waiting(self.session.handle.outbox.waiting());
        self.drain()
    }

    /// The same behind [`open_direct`](crate::queue::Outbox::open_direct).
    #[inline]
    pub(super) fn collect_direct(&mut self) -> bool {
        let outbox = &self.session.handle.outbox;
        let direct = outbox.take_direct();
        self.counts.saw_waiting(outbox.waiting() + usize::from(direct.is_some()));
        if let Some(outgoing) = direct {
            self.put(outgoing);
        }
        self.drain()
    }

    /// Whether the socket takes a message now, and no other is to go before it.
    #[inline]
    pub(super) fn takes_direct(&self) -> bool {
        matches!(self.writing, Writing::Free) && self.socket.can_write() && self.opening.len() == 0
    }

    #[inline]
    fn drain(&mut self) -> bool {
        while matches!(self.writing, Writing::Free) {
            let Some(outgoing) = self.next() else { return true };
            self.put(outgoing);
        }
        false
    }

    /// What goes out next. Behind a Close frame nothing does: a message waits for the next connection, or is told
    /// at the end.
    #[inline]
    fn next(&mut self) -> Option<Outgoing> {
        let outbox = &self.session.handle.outbox;
        match self.socket.can_write() {
            true => self.opening.next().inspect(|_| self.counts.sent += 1).or_else(|| outbox.pop()),
            false => outbox.pop_close(),
        }
    }

    /// Gives a message to the socket, which keeps it even when the stream is full.
    pub(super) fn put(&mut self, outgoing: Outgoing) {
        let size = outgoing.len();
        let written = match outgoing {
            Outgoing::Text(payload) => self.socket.write(true, payload),
            Outgoing::Binary(payload) => self.socket.write(false, payload),
            Outgoing::Shared(message) => self.socket.write_shared(&message),
            Outgoing::Ping => return self.socket.ping(&self.pings.next()),
            Outgoing::Close(close) => {
                self.closing.by_me |= self.closing.received.is_none();
                let closed = self.socket.close(close.as_ref());
                self.settle(closed);
                return;
            }
        };
        match written {
            Err(SocketError::Failed(_)) => self.counts.lost += 1,
            _ => self.counts.went_out(size),
        }
        self.settle(written);
    }

    /// Lets others see what was counted.
    pub(super) fn count(&mut self) {
        self.note_sent();
        self.session.handle.counters.add(&std::mem::take(&mut self.counts));
    }

    pub(super) fn flush(&mut self) -> bool {
        let flushed = self.socket.flush();
        self.settle(flushed)
    }

    /// Takes note of what came of a write; false when to stop writing.
    fn settle(&mut self, written: Result<(), SocketError>) -> bool {
        self.writing = match written {
            Ok(()) => Writing::Free,
            Err(SocketError::WouldBlock) => Writing::Full,
            Err(SocketError::Closed) => Writing::Over,
            Err(SocketError::Failed(error)) => Writing::Failed(error),
        };
        matches!(self.writing, Writing::Free)
    }
}
