//! Handshakes in progress: connections that are neither accepted nor rejected yet.

use super::admission::address;
use crate::error::{Error, ErrorKind};
use std::collections::HashMap;
use std::future::pending;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The minimum time between two reports of connections closed at once.
const QUIET: Duration = Duration::from_secs(1);

/// How many handshakes an address may have in progress in addition to its limit of clients: rejected clients get a
/// response, which takes a moment.
const SPARE: usize = 16;

/// The handshakes in progress on a server. A client that connects and stays silent uses memory and a descriptor until
/// `handshake_timeout_ms`, so their number is limited.
#[derive(Debug)]
pub(super) struct HandshakeLimit {
    most: usize,
    most_of_address: Option<usize>,
    here: Mutex<Here>,
}

#[derive(Debug, Default)]
struct Here {
    all: usize,
    /// Counted only if there is a limit.
    by_address: HashMap<IpAddr, usize>,
}

/// A handshake in progress, until it is dropped.
#[derive(Debug)]
pub(super) struct HandshakePermit {
    handshake_limit: Arc<HandshakeLimit>,
    address: IpAddr,
}

/// Connections that were closed at once. They are reported together, so that an attack does not flood the log.
#[derive(Debug)]
pub(super) struct RefusedConnections {
    unreported: usize,
    why: String,
    quiet_until: Instant,
}

impl HandshakeLimit {
    pub(super) fn new(most: usize, most_of_address: Option<usize>) -> Arc<Self> {
        let most_of_address = most_of_address.map(|most| most + SPARE);
        Arc::new(Self { most, most_of_address, here: Mutex::default() })
    }

    /// Admits a new connection to the handshake.
    ///
    /// # Errors
    /// Which limit it exceeds.
    pub(super) fn enter(self: &Arc<Self>, remote: SocketAddr) -> Result<HandshakePermit, String> {
        let (mut here, address) = (self.lock(), address(remote));
        if here.all >= self.most {
            return Err(format!("{} handshakes are in progress (`max_handshakes`)", self.most));
        }
        if let Some(most) = self.most_of_address {
            let count = here.by_address.entry(address).or_default();
            if *count >= most {
                return Err(format!(
                    "{most} handshakes of {address} are in progress (`max_clients_per_address`)"
                ));
            }
            *count += 1;
        }
        here.all += 1;
        Ok(HandshakePermit { handshake_limit: self.clone(), address })
    }

    /// A poisoned lock is safe to use: no panic leaves the counts half changed.
    fn lock(&self) -> MutexGuard<'_, Here> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for HandshakePermit {
    fn drop(&mut self) {
        let mut here = self.handshake_limit.lock();
        here.all -= 1;
        if let Some(count) = here.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                here.by_address.remove(&self.address);
            }
        }
    }
}

impl RefusedConnections {
    pub(super) fn new() -> Self {
        Self { unreported: 0, why: String::new(), quiet_until: Instant::now() }
    }

    /// Counts a closed connection, with the reason.
    pub(super) fn add(&mut self, why: String) {
        self.unreported += 1;
        self.why = why;
    }

    /// Returns the next report when it is due; never returns while there is nothing to report.
    pub(super) async fn due(&mut self) -> Error {
        if self.unreported == 0 {
            return pending().await;
        }
        sleep_until(self.quiet_until).await;
        self.quiet_until = Instant::now() + QUIET;
        let count = std::mem::take(&mut self.unreported);
        let who = if count == 1 { "a connection was" } else { "connections were" };
        let count = if count == 1 { String::new() } else { format!("{count} ") };
        Error::new(ErrorKind::Full, format!("{count}{who} closed at once: {}", self.why))
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
        let handshake_limit = HandshakeLimit::new(SPARE + 3, Some(2));
        let mut entered: Vec<_> =
            (0..SPARE + 2).map(|_| handshake_limit.enter(from("10.0.0.1")).unwrap()).collect();
        let why = handshake_limit.enter(from("::ffff:10.0.0.1")).unwrap_err();
        assert_eq!(why, "18 handshakes of 10.0.0.1 are in progress (`max_clients_per_address`)");
        entered.push(handshake_limit.enter(from("10.0.0.2")).unwrap());
        let why = handshake_limit.enter(from("10.0.0.3")).unwrap_err();
        assert_eq!(why, "19 handshakes are in progress (`max_handshakes`)");
        entered.clear();
        assert!(handshake_limit.lock().by_address.is_empty());
        assert_eq!(handshake_limit.lock().all, 0);
        assert!(handshake_limit.enter(from("10.0.0.1")).is_ok());
    }

    #[test]
    fn connections_closed_at_once_are_reported_together() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(async {
            let (mut away, start) = (RefusedConnections::new(), Instant::now());
            away.add("full".to_owned());
            assert_eq!(away.due().await.message, "a connection was closed at once: full");
            (0..500).for_each(|_| away.add("full".to_owned()));
            assert_eq!(away.due().await.message, "500 connections were closed at once: full");
            assert!(start.elapsed() >= QUIET);
        });
    }
}
