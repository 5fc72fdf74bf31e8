//! Handshakes in progress: connections that are neither accepted nor rejected yet.

use super::clients::canonical_address;
use crate::error::{Error, ErrorKind};
use std::collections::HashMap;
use std::future::pending;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The minimum time between two reports of connections closed at once.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// How many handshakes an address may have in progress in addition to its limit of clients: rejected clients get a
/// response, which takes a moment.
const SPARE_PER_ADDRESS: usize = 16;

/// The handshakes in progress on a server. A client that connects and stays silent uses memory and a descriptor until
/// `handshake_timeout_ms`, so their number is limited.
#[derive(Debug)]
pub(super) struct HandshakeLimit {
    max: usize,
    max_per_address: Option<usize>,
    counts: Mutex<HandshakeCounts>,
}

#[derive(Debug, Default)]
struct HandshakeCounts {
    all: usize,
    /// Counted only if there is a limit.
    by_address: HashMap<IpAddr, usize>,
}

/// A handshake in progress, until it is dropped.
#[derive(Debug)]
pub(super) struct HandshakePermit {
    limit: Arc<HandshakeLimit>,
    address: IpAddr,
}

/// Connections that were closed at once. They are reported together, so that an attack does not flood the log.
#[derive(Debug)]
pub(super) struct RefusedConnections {
    unreported: usize,
    why: String,
    next_report: Instant,
}

impl HandshakeLimit {
    pub(super) fn new(max: usize, max_per_address: Option<usize>) -> Arc<Self> {
        let max_per_address = max_per_address.map(|max| max + SPARE_PER_ADDRESS);
        Arc::new(Self { max, max_per_address, counts: Mutex::default() })
    }

    /// Admits a new connection to the handshake.
    ///
    /// # Errors
    /// Which limit it exceeds.
    pub(super) fn acquire(self: &Arc<Self>, remote: SocketAddr) -> Result<HandshakePermit, String> {
        let (mut counts, address) = (self.lock(), canonical_address(remote));
        if counts.all >= self.max {
            return Err(format!("{} handshakes are in progress (`max_handshakes`)", self.max));
        }
        if let Some(max) = self.max_per_address {
            let count = counts.by_address.entry(address).or_default();
            if *count >= max {
                return Err(format!(
                    "{max} handshakes of {address} are in progress (`max_clients_per_address`)"
                ));
            }
            *count += 1;
        }
        counts.all += 1;
        Ok(HandshakePermit { limit: self.clone(), address })
    }

    /// A poisoned lock is safe to use: no panic leaves the counts half changed.
    fn lock(&self) -> MutexGuard<'_, HandshakeCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HandshakePermit {
    fn drop(&mut self) {
        let mut counts = self.limit.lock();
        counts.all -= 1;
        if let Some(count) = counts.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.by_address.remove(&self.address);
            }
        }
    }
}

impl RefusedConnections {
    pub(super) fn new() -> Self {
        Self { unreported: 0, why: String::new(), next_report: Instant::now() }
    }

    /// Counts a closed connection, with the reason.
    pub(super) fn add(&mut self, why: String) {
        self.unreported += 1;
        self.why = why;
    }

    /// Returns the next report when it is due; never returns while there is nothing to report.
    pub(super) async fn report(&mut self) -> Error {
        if self.unreported == 0 {
            return pending().await;
        }
        sleep_until(self.next_report).await;
        self.next_report = Instant::now() + REPORT_INTERVAL;
        let count = std::mem::take(&mut self.unreported);
        let what = if count == 1 { "a connection was" } else { "connections were" };
        let count = if count == 1 { String::new() } else { format!("{count} ") };
        Error::new(ErrorKind::Full, format!("{count}{what} closed at once: {}", self.why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> SocketAddr {
        SocketAddr::new(address.parse().unwrap(), 1)
    }

    #[test]
    fn handshakes_are_counted_in_total_and_by_address_until_they_end() {
        let limit = HandshakeLimit::new(SPARE_PER_ADDRESS + 3, Some(2));
        let mut entered: Vec<_> =
            (0..SPARE_PER_ADDRESS + 2).map(|_| limit.acquire(from("10.0.0.1")).unwrap()).collect();
        let why = limit.acquire(from("::ffff:10.0.0.1")).unwrap_err();
        assert_eq!(why, "18 handshakes of 10.0.0.1 are in progress (`max_clients_per_address`)");
        entered.push(limit.acquire(from("10.0.0.2")).unwrap());
        let why = limit.acquire(from("10.0.0.3")).unwrap_err();
        assert_eq!(why, "19 handshakes are in progress (`max_handshakes`)");
        entered.clear();
        assert!(limit.lock().by_address.is_empty());
        assert_eq!(limit.lock().all, 0);
        assert!(limit.acquire(from("10.0.0.1")).is_ok());
    }

    #[test]
    fn connections_closed_at_once_are_reported_together() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(async {
            let (mut refused, start) = (RefusedConnections::new(), Instant::now());
            refused.add("full".to_owned());
            assert_eq!(refused.report().await.message, "a connection was closed at once: full");
            (0..500).for_each(|_| refused.add("full".to_owned()));
            assert_eq!(refused.report().await.message, "500 connections were closed at once: full");
            assert!(start.elapsed() >= REPORT_INTERVAL);
        });
    }
}
