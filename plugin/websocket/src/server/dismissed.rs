use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long a client is remembered at least: longer than its messages may wait in the inbox of a graph that is not stuck.
const PERIOD: Duration = Duration::from_secs(60);

/// The clients that a graph has disconnected. What they sent before may still wait in the inboxes of graphs, and no graph
/// may get it any more.
#[derive(Debug, Default)]
pub(super) struct Dismissed {
    /// The number of clients that are remembered, so that a server that disconnects none needs no look-up.
    count: AtomicUsize,
    clients: RwLock<Generations>,
}

/// Clients are forgotten together, after one to two periods.
#[derive(Debug)]
struct Generations {
    current: HashSet<u64>,
    previous: HashSet<u64>,
    since: Instant,
}

impl Dismissed {
    pub(super) fn add(&self, number: u64) {
        let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        clients.rotate(Instant::now());
        clients.current.insert(number);
        self.count.store(clients.len(), Relaxed);
    }

    /// Returns whether there are none, without a look-up.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.count.load(Relaxed) == 0
    }

    /// Returns whether a graph has disconnected this client.
    pub(super) fn contains(&self, number: u64) -> bool {
        let clients = self.clients.read().unwrap_or_else(PoisonError::into_inner);
        let found = clients.current.contains(&number) || clients.previous.contains(&number);
        let is_due = clients.since.elapsed() >= PERIOD;
        drop(clients);
        if is_due {
            self.forget(Instant::now());
        }
        found
    }

    fn forget(&self, now: Instant) {
        let mut clients = self.clients.write().unwrap_or_else(PoisonError::into_inner);
        clients.rotate(now);
        self.count.store(clients.len(), Relaxed);
    }
}

impl Default for Generations {
    fn default() -> Self {
        let since = Instant::now();
        Self { current: HashSet::new(), previous: HashSet::new(), since }
    }
}

impl Generations {
    fn len(&self) -> usize {
        self.current.len() + self.previous.len()
    }

    fn rotate(&mut self, now: Instant) {
        if now.duration_since(self.since) >= PERIOD {
            self.previous = std::mem::take(&mut self.current);
            self.since = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dismissed_client_is_remembered_for_a_while() {
        let (dismissed, start) = (Dismissed::default(), Instant::now());
        assert!(dismissed.is_empty() && !dismissed.contains(1));
        dismissed.add(1);
        assert!(!dismissed.is_empty() && dismissed.contains(1) && !dismissed.contains(2));
        dismissed.forget(start + PERIOD + Duration::from_secs(1));
        assert!(dismissed.contains(1), "for at least one period");
        dismissed.forget(start + 3 * PERIOD);
        assert!(!dismissed.contains(1));
        assert!(dismissed.is_empty(), "no look-up is needed any more");
    }
}
