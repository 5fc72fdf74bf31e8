use pulsewire_plugin::ConnectionStatus;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Counts what went through one connection; any thread can read them.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    messages_in: AtomicU64,
    messages_out: AtomicU64,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    errors: AtomicU64,
    unhandled_errors: AtomicU64,
    reconnects: AtomicU64,
    sent: AtomicU64,
    failed: AtomicU64,
    dropped_oldest: AtomicU64,
    dropped_newest: AtomicU64,
    lost: AtomicU64,
    leaked: AtomicU64,
    most_waiting: AtomicU64,
}

/// The counts of one turn, or a snapshot of [`Counters`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) messages_in: u64,
    pub(crate) messages_out: u64,
    pub(crate) bytes_in: u64,
    pub(crate) bytes_out: u64,
    pub(crate) errors: u64,
    pub(crate) unhandled_errors: u64,
    pub(crate) reconnects: u64,
    /// Messages that were sent, and those of them that were refused.
    pub(crate) sent: u64,
    pub(crate) failed: u64,
    /// Messages that were accepted and never sent: dropped by the rules of the queues, or lost with the connection.
    /// The queue counts those of a connection.
    pub(crate) dropped_oldest: u64,
    pub(crate) dropped_newest: u64,
    pub(crate) lost: u64,
    pub(crate) leaked: u64,
    /// Messages waiting to be sent; counted by the queue.
    pub(crate) waiting: u64,
    /// The highest number of messages that waited at once; recorded by the queue.
    pub(crate) most_waiting: u64,
}

impl Counters {
    /// Adds the counts of a turn: once a turn, not once a message.
    pub(crate) fn add(&self, counts: &Counts) {
        let pairs = [
            (&self.messages_in, counts.messages_in),
            (&self.messages_out, counts.messages_out),
            (&self.bytes_in, counts.bytes_in),
            (&self.bytes_out, counts.bytes_out),
            (&self.errors, counts.errors),
            (&self.unhandled_errors, counts.unhandled_errors),
            (&self.sent, counts.sent),
            (&self.failed, counts.failed),
            (&self.dropped_oldest, counts.dropped_oldest),
            (&self.dropped_newest, counts.dropped_newest),
            (&self.lost, counts.lost),
            (&self.leaked, counts.leaked),
        ];
        for (counter, more) in pairs.into_iter().filter(|(_, more)| *more > 0) {
            counter.fetch_add(more, Relaxed);
        }
        if counts.most_waiting > self.most_waiting.load(Relaxed) {
            self.most_waiting.fetch_max(counts.most_waiting, Relaxed);
        }
    }

    pub(crate) fn add_reconnect(&self) {
        self.reconnects.fetch_add(1, Relaxed);
    }

    /// Counts a message that a node sends.
    #[inline]
    pub(crate) fn add_sent(&self) {
        self.sent.fetch_add(1, Relaxed);
    }

    /// Counts a rejected message.
    #[cold]
    pub(crate) fn add_failed(&self) {
        self.failed.fetch_add(1, Relaxed);
    }

    /// Counts open connections that were aborted when the time for a stop was over.
    pub(crate) fn add_leaked(&self, connections: u64) {
        self.leaked.fetch_add(connections, Relaxed);
    }

    /// Counts a failure; `handled` means that a node listens to it.
    pub(crate) fn add_error(&self, handled: bool) {
        self.errors.fetch_add(1, Relaxed);
        self.unhandled_errors.fetch_add(u64::from(!handled), Relaxed);
    }

    pub(crate) fn read(&self) -> Counts {
        Counts {
            messages_in: self.messages_in.load(Relaxed),
            messages_out: self.messages_out.load(Relaxed),
            bytes_in: self.bytes_in.load(Relaxed),
            bytes_out: self.bytes_out.load(Relaxed),
            errors: self.errors.load(Relaxed),
            unhandled_errors: self.unhandled_errors.load(Relaxed),
            reconnects: self.reconnects.load(Relaxed),
            sent: self.sent.load(Relaxed),
            failed: self.failed.load(Relaxed),
            dropped_oldest: self.dropped_oldest.load(Relaxed),
            dropped_newest: self.dropped_newest.load(Relaxed),
            lost: self.lost.load(Relaxed),
            leaked: self.leaked.load(Relaxed),
            most_waiting: self.most_waiting.load(Relaxed),
            ..Counts::default()
        }
    }
}

impl Counts {
    #[inline]
    pub(crate) fn count_received(&mut self, bytes: usize) {
        self.messages_in += 1;
        self.bytes_in += bytes as u64;
    }

    #[inline]
    pub(crate) fn count_sent(&mut self, bytes: usize) {
        self.messages_out += 1;
        self.bytes_out += bytes as u64;
    }

    /// Messages that were accepted and never sent.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped_oldest + self.dropped_newest + self.lost
    }

    /// The form that the host shows.
    pub(crate) fn status(&self, name: &str, state: String, open: u64) -> ConnectionStatus {
        ConnectionStatus {
            name: name.to_owned(),
            state,
            open,
            messages_in: self.messages_in,
            messages_out: self.messages_out,
            bytes_in: self.bytes_in,
            bytes_out: self.bytes_out,
            errors: self.errors,
            client_errors: 0,
            client_errors_by_kind: BTreeMap::default(),
            unhandled_errors: self.unhandled_errors,
            reconnects: self.reconnects,
            sent: self.sent,
            failed: self.failed,
            dropped: self.dropped(),
            dropped_oldest: self.dropped_oldest,
            dropped_newest: self.dropped_newest,
            lost: self.lost,
            waiting: self.waiting,
            most_waiting: self.most_waiting,
            leaked: self.leaked,
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.messages_in += more.messages_in;
        self.messages_out += more.messages_out;
        self.bytes_in += more.bytes_in;
        self.bytes_out += more.bytes_out;
        self.errors += more.errors;
        self.unhandled_errors += more.unhandled_errors;
        self.reconnects += more.reconnects;
        self.sent += more.sent;
        self.failed += more.failed;
        self.dropped_oldest += more.dropped_oldest;
        self.dropped_newest += more.dropped_newest;
        self.lost += more.lost;
        self.leaked += more.leaked;
        self.waiting += more.waiting;
        self.most_waiting = self.most_waiting.max(more.most_waiting);
    }
}
