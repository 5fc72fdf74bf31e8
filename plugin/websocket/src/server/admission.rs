use super::clients::{Client, Clients, Here, id};
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
        most: usize,
        route: &Arc<Route>,
        remote: SocketAddr,
        path: &str,
    ) -> Result<ClientSlot, Refusal> {
        let mut here = self.write();
        check_room(&here, most, route, remote)?;
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
        here.clients.insert(number, client);
        route.clients.fetch_add(1, Relaxed);
        if route.settings.max_clients_per_address.is_some() {
            *here.by_address.entry(address(remote)).or_default() += 1;
        }
        Ok(ClientSlot { clients: self.clone(), number, handle, route: route.clone() })
    }
}

impl ClientSlot {
    /// The client's id for graphs.
    pub(crate) fn id(&self) -> Text {
        id(self.number)
    }

    /// Accepts the client, with this subprotocol.
    pub(super) fn accept(&self, subprotocol: &str) {
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
        let mut here = self.clients.write();
        here.leave_all(self.number);
        if let Some(client) = here.clients.remove(&self.number) {
            client.route.clients.fetch_sub(1, Relaxed);
            forget_address(&mut here, address(client.remote));
        }
        self.clients.rest.add(&self.handle.counts());
        drop(here);
        self.clients.notify_change();
    }
}

fn check_room(here: &Here, most: usize, route: &Route, remote: SocketAddr) -> Result<(), Refusal> {
    let full = |status, why: String| Err(Refusal::new(status, ErrorKind::Full, why));
    if here.clients.len() >= most {
        let why = format!("there are already {most} clients (`max_clients`)");
        return full(StatusCode::SERVICE_UNAVAILABLE, why);
    }
    let here_most = route.settings.max_clients;
    if route.clients.load(Relaxed) >= here_most {
        let why = format!("there are already {here_most} clients at this path (`max_clients`)");
        return full(StatusCode::SERVICE_UNAVAILABLE, why);
    }
    let of_address = here.by_address.get(&address(remote)).copied().unwrap_or_default();
    match route.settings.max_clients_per_address {
        Some(most) if of_address >= most => {
            let why = format!(
                "there are already {most} clients of this address (`max_clients_per_address`)"
            );
            full(StatusCode::TOO_MANY_REQUESTS, why)
        }
        _ => Ok(()),
    }
}

/// Maps an IPv4 address received over IPv6 to IPv4.
pub(super) fn address(remote: SocketAddr) -> IpAddr {
    remote.ip().to_canonical()
}

fn forget_address(here: &mut Here, address: IpAddr) {
    if let Some(count) = here.by_address.get_mut(&address) {
        *count -= 1;
        if *count == 0 {
            here.by_address.remove(&address);
        }
    }
}
