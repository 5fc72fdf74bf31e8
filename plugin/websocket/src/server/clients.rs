use super::dismissed::Dismissed;
use super::routes::Route;
use crate::connection::ConnectionHandle;
use crate::error::ActionError;
use crate::events::{Counters, Counts};
use crate::queue::{Gate, Outgoing};
use crate::runtime::State;
use pulsewire_plugin::Text;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;
use tokio::sync::Notify;
use tungstenite::protocol::CloseFrame;

/// The clients of one server, by id. A look-up takes a read lock; a node that keeps sending to the same client caches
/// its [`ConnectionHandle`] instead.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    last_id: AtomicU64,
    table: RwLock<ClientTable>,
    changed: Notify,
    /// Those that a graph has disconnected.
    dismissed: Dismissed,
    /// The counts of clients that have disconnected, and failures before a client was accepted.
    pub(crate) past_counters: Counters,
    /// Closed while the queue of any client is over its limit and its rule is `wait`.
    pub(crate) gate: Arc<Gate>,
}

/// The connected clients.
#[derive(Debug, Default)]
pub(super) struct ClientTable {
    pub(super) clients: BTreeMap<u64, Client>,
    /// The members of each non-empty group.
    pub(super) groups: HashMap<Arc<str>, BTreeMap<u64, Arc<ConnectionHandle>>>,
    /// The number of clients of each address.
    pub(super) by_address: HashMap<IpAddr, usize>,
}

/// A client of a server.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) handle: Arc<ConnectionHandle>,
    pub(crate) route: Arc<Route>,
    /// Its IP address and port.
    pub(crate) remote: SocketAddr,
    /// The requested path, with the query if there is one.
    pub(crate) path: Box<str>,
    /// The negotiated subprotocol; empty when there is none, or not yet.
    pub(crate) subprotocol: Box<str>,
    /// When it connected.
    pub(crate) since: SystemTime,
    /// The groups that it is in.
    pub(crate) groups: BTreeSet<Arc<str>>,
}

impl Clients {
    /// Returns the number for a new client.
    pub(super) fn next_number(&self) -> u64 {
        self.last_id.fetch_add(1, Relaxed) + 1
    }

    /// Returns the client with this id.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<ConnectionHandle>> {
        let number = client_number(id)?;
        self.read().clients.get(&number).map(|client| client.handle.clone())
    }

    /// Runs an action for each client, in the order in which they connected.
    pub(crate) fn for_each(&self, mut action: impl FnMut(&Arc<ConnectionHandle>)) {
        self.read().clients.values().for_each(|client| action(&client.handle));
    }

    /// Runs an action for each open client, in the order in which they connected.
    pub(crate) fn for_each_open(&self, mut action: impl FnMut(u64, &Client)) {
        let table = self.read();
        let open = |client: &Client| client.handle.state.get() == State::Open;
        let open = table.clients.iter().filter(|(_, client)| open(client));
        open.for_each(|(number, client)| action(*number, client));
    }

    /// Closes one client. From here on no graph gets anything from it but its end.
    ///
    /// # Errors
    /// When it is not connected.
    pub(crate) fn disconnect(&self, id: &str, close: Outgoing) -> Result<(), ActionError> {
        let handle = self.get(id);
        let open = handle.as_ref().filter(|handle| handle.state.get() == State::Open);
        if !open.is_some_and(|handle| handle.close(close)) {
            return Err(self.absent(id));
        }
        if let (Some(number), Some(handle)) = (client_number(id), handle) {
            handle.dismiss();
            self.dismissed.add(number);
        }
        Ok(())
    }

    /// Returns whether a graph has disconnected this client, so that nothing but its end may reach a graph.
    #[inline]
    pub(crate) fn is_dismissed(&self, id: &str) -> bool {
        let is_among = |number| self.dismissed.contains(number);
        !self.dismissed.is_empty() && client_number(id).is_some_and(is_among)
    }

    /// Why nothing can be done with a client that is not open: it has left, or there never was one.
    pub(crate) fn absent(&self, id: &str) -> ActionError {
        match self.has_left(id) {
            true => ActionError::ClientLeft(id.to_owned()),
            false => ActionError::UnknownClient(id.to_owned()),
        }
    }

    /// Returns whether there was a client with this id that has left or is leaving.
    pub(crate) fn has_left(&self, id: &str) -> bool {
        let existed = client_number(id)
            .is_some_and(|number| (1..=self.last_id.load(Relaxed)).contains(&number));
        let leaving = |handle: Arc<ConnectionHandle>| {
            matches!(handle.state.get(), State::Closing | State::Closed)
        };
        existed && self.get(id).is_none_or(leaving)
    }

    /// Closes every client.
    pub(crate) fn close_all(&self, close: &CloseFrame) {
        self.for_each(|handle| {
            let _ = handle.close(Outgoing::Close(Some(close.clone())));
        });
    }

    /// Aborts every remaining client, and returns how many there were.
    pub(crate) fn cut_all(&self) -> usize {
        let mut count = 0;
        self.for_each(|handle| {
            handle.cut();
            count += 1;
        });
        count
    }

    /// Waits until all have disconnected.
    pub(crate) async fn wait_until_empty(&self) {
        while !self.read().clients.is_empty() {
            self.changed.notified().await;
        }
    }

    /// The number of open clients, and the counts of all clients so far.
    pub(crate) fn count(&self) -> (u64, Counts) {
        let (mut open, mut counts) = (0, self.past_counters.read());
        self.for_each(|handle| {
            open += u64::from(handle.state.get() == State::Open);
            counts += handle.counts();
        });
        (open, counts)
    }

    /// Counts the clients that have not closed as leaked.
    pub(crate) fn count_leaked(&self) {
        self.past_counters.add_leaked(self.read().clients.len() as u64);
    }

    /// Signals that a client has disconnected.
    pub(super) fn notify_change(&self) {
        self.changed.notify_one();
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, ClientTable> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, ClientTable> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the id of a client for graphs.
pub(crate) fn client_id(number: u64) -> Text {
    Text::from(number.to_string())
}

/// Returns the number of an id, which has exactly one notation.
pub(crate) fn client_number(id: &str) -> Option<u64> {
    let is_written = id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0');
    is_written.then(|| id.parse().ok()).flatten()
}

/// Maps an IPv4 address received over IPv6 to IPv4.
pub(super) fn canonical_address(remote: SocketAddr) -> IpAddr {
    remote.ip().to_canonical()
}
