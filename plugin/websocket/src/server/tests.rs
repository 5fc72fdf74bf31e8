use super::Clients;
use super::admission::ClientSlot;
use super::routes::Routes;
use crate::protocol::close::{GOING_AWAY, close_frame};
use crate::protocol::handshake::Refusal;
use crate::queue::Outgoing;
use crate::runtime::State;
use crate::settings::Settings;
use serde_json::{Value as Json, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// Clients from several addresses on a server with these settings.
struct TestServer {
    clients: Arc<Clients>,
    routes: Routes,
    max_clients: usize,
}

impl TestServer {
    fn new(more: Json) -> Self {
        let mut server = json!({ "name": "S", "port": 0 });
        server.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let settings = Settings::parse(&json!({ "servers": [server] }).to_string()).unwrap();
        let server = &settings.servers[0];
        let (routes, max_clients) = (Routes::new(server).unwrap(), server.max_clients);
        Self { clients: Arc::default(), routes, max_clients }
    }

    fn admit(&self, address: &str) -> Result<ClientSlot, Refusal> {
        let (route, remote) =
            (self.routes.find("/").unwrap(), SocketAddr::new(address.parse().unwrap(), 1));
        self.clients.admit(self.max_clients, route, remote, "/")
    }
}

#[test]
fn ids_are_never_reused_and_clients_are_counted() {
    let server = TestServer::new(json!({ "max_clients": 2 }));
    let admit = || server.admit("::1");
    let (first, second) = (admit().unwrap(), admit().unwrap());
    assert!(admit().is_err());
    assert_eq!((&*first.id(), &*second.id()), ("1", "2"));
    first.handle.counters.add_error(true);
    drop(first);
    for id in ["1", "02", "+2", "", "x"] {
        assert!(server.clients.get(id).is_none(), "{id}");
    }
    assert!(server.clients.get("2").is_some());
    assert_eq!(&*admit().unwrap().id(), "3");
    assert_eq!(server.clients.count().1.errors, 1);
}

#[test]
fn an_address_is_the_same_over_ipv4_and_ipv6_and_forgotten_with_its_last_client() {
    let server = TestServer::new(json!({ "max_clients_per_address": 1 }));
    let first = server.admit("10.0.0.1").unwrap();
    assert!(server.admit("::ffff:10.0.0.1").is_err());
    assert!(server.admit("10.0.0.2").is_ok());
    drop(first);
    assert!(server.clients.read().by_address.is_empty());
    assert!(server.admit("::ffff:10.0.0.1").is_ok());
}

#[test]
fn a_group_disappears_with_its_last_member() {
    let server = TestServer::new(json!({}));
    let (first, second) = (server.admit("::1").unwrap(), server.admit("::1").unwrap());
    for (id, group) in [("1", "a"), ("1", "b"), ("2", "a"), ("1", "a")] {
        server.clients.join(id, group).unwrap();
    }
    drop(first);
    let groups =
        || server.clients.read().groups.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(groups(), ["a"]);
    server.clients.leave("2", "a").unwrap();
    assert!(groups().is_empty());
    assert!(server.clients.read().clients[&2].groups.is_empty());
    drop(second);
}

#[test]
fn a_client_that_is_still_connecting_is_also_closed() {
    let server = TestServer::new(json!({}));
    let slot = server.admit("::1").unwrap();
    server.clients.close_all(&close_frame(GOING_AWAY, ""));
    server.clients.close_all(&close_frame(GOING_AWAY, ""));
    assert_eq!(slot.handle.state.get(), State::Closing);
    assert!(matches!(slot.handle.outbox.pop(), Some(Outgoing::Close(Some(_)))));
    assert!(slot.handle.outbox.pop().is_none());
}
