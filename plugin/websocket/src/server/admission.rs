use super::clients::{Client, ClientTable, Clients, canonical_address, client_id};
use super::routes::Route;
use crate::connection::ConnectionHandle;
use crate::error::ErrorKind;
use crate::protocol::handshake::Refusal;
use crate::runtime::State;
use pulsewire_plugin::Text;
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::SystemTime;
use tungstenite::http::StatusCode;

/// A client's registration with its server, until it is dropped.
#[derive(Debug)]
pub(crate) struct ClientSlot {
    clients: Arc<Clients>,
    pub(super) number: u64,
    pub(crate) handle: Arc<ConnectionHandle>,
    pub(crate) route: Arc<Route>,
}

impl Clients {
    /// Registers a client.
    ///
    /// # Errors
    /// When the server, the path or the address has as many clients as allowed.
    pub(super) fn admit(
        self: &Arc<Self>,
        max: usize,
        route: &Arc<Route>,
        remote: SocketAddr,
        path: &str,
    ) -> Result<ClientSlot, Refusal> {
        let mut table = self.write();
        check_limits(&table, max, route, remote)?;
        let (number, handle) = (
            self.next_number(),
            Arc::new(ConnectionHandle::new(route.settings.send_queue, self.gate.clone())),
        );
        handle.state.set(State::Starting);
        let client = Client {
            handle: handle.clone(),
            route: route.clone(),
            remote,
            path: path.into(),
            subprotocol: Box::default(),
            since: SystemTime::now(),
            groups: BTreeSet::new(),
        };
        table.clients.insert(number, client);
        route.clients.fetch_add(1, Relaxed);
        if route.settings.max_clients_per_address.is_some() {
            *table.by_address.entry(canonical_address(remote)).or_default() += 1;
        }
        Ok(ClientSlot { clients: self.clone(), number, handle, route: route.clone() })
    }
}

impl ClientSlot {
    /// The client's id for graphs.
    pub(crate) fn id(&self) -> Text {
        client_id(self.number)
    }

    /// Accepts the client, with this subprotocol.
    pub(super) fn set_accepted(&self, subprotocol: &str) {
        if let Some(client) = self.clients.write().clients.get_mut(&self.number) {
            client.subprotocol = subprotocol.into();
            client.since = SystemTime::now();
        }
    }
}

impl Drop for ClientSlot {
    fn drop(&mut self) {
        self.handle.state.set(State::Closed);
        // A Send that found it open may have queued a message after the last check.
        self.handle.discard_all();
        let mut table = self.clients.write();
        table.leave_all(self.number);
        if let Some(client) = table.clients.remove(&self.number) {
            client.route.clients.fetch_sub(1, Relaxed);
            release_address(&mut table, canonical_address(client.remote));
        }
        self.clients.past_counters.add(&self.handle.counts());
        drop(table);
        self.clients.notify_change();
    }
}

fn check_limits(
    table: &ClientTable,
    max: usize,
    route: &Route,
    remote: SocketAddr,
) -> Result<(), Refusal> {
    let full = |status, why: String| Err(Refusal::new(status, ErrorKind::Full, why));
    if table.clients.len() >= max {
        let why = format!("there are already {max} clients (`max_clients`)");
        return full(StatusCode::SERVICE_UNAVAILABLE, why);
    }
    let max_here = route.settings.max_clients;
    if route.clients.load(Relaxed) >= max_here {
        let why = format!("there are already {max_here} clients at this path (`max_clients`)");
        return full(StatusCode::SERVICE_UNAVAILABLE, why);
    }
    let of_address = table.by_address.get(&canonical_address(remote)).copied().unwrap_or_default();
    match route.settings.max_clients_per_address {
        Some(max) if of_address >= max => {
            let why = format!(
                "there are already {max} clients of this address (`max_clients_per_address`)"
            );
            full(StatusCode::TOO_MANY_REQUESTS, why)
        }
        _ => Ok(()),
    }
}

fn release_address(table: &mut ClientTable, address: IpAddr) {
    if let Some(count) = table.by_address.get_mut(&address) {
        *count -= 1;
        if *count == 0 {
            table.by_address.remove(&address);
        }
    }
}
