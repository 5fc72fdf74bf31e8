use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The state of a connection or server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum State {
    /// Not started.
    Closed,
    /// Started and not open yet.
    Starting,
    /// The connection is open; the server listens.
    Open,
    /// The closing handshake is under way; the server waits for its clients to disconnect.
    Closing,
    /// The connection was lost or could not be opened and will be retried.
    Waiting,
}

/// A state that any thread can read without a lock.
#[derive(Debug, Default)]
pub(crate) struct StateCell {
    state: AtomicU8,
    /// When it last changed, in milliseconds since 1970, UTC.
    since: AtomicI64,
}

impl State {
    const ALL: [Self; 5] = [Self::Closed, Self::Starting, Self::Open, Self::Closing, Self::Waiting];
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "closed",
            Self::Starting => "starting",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Waiting => "waiting",
        })
    }
}

impl StateCell {
    #[inline]
    pub(crate) fn get(&self) -> State {
        State::ALL[usize::from(self.state.load(Ordering::Acquire)) % State::ALL.len()]
    }

    pub(crate) fn set(&self, state: State) {
        if self.state.swap(state as u8, Ordering::AcqRel) != state as u8 {
            self.record_change();
        }
    }

    /// Changes from one state to another; returns false when it was in a third one.
    pub(crate) fn change(&self, from: State, to: State) -> bool {
        let (from, to) = (from as u8, to as u8);
        let changed =
            self.state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok();
        if changed {
            self.record_change();
        }
        changed
    }

    /// When it last changed, in milliseconds since 1970, UTC; 0 when it never did.
    pub(crate) fn since(&self) -> i64 {
        self.since.load(Ordering::Relaxed)
    }

    fn record_change(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        self.since.store(now, Ordering::Relaxed);
    }
}
