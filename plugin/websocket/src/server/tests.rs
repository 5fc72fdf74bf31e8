use super::Clients;
use super::place::Place;
use super::site::Sites;
use crate::close::{GOING_AWAY, close_frame};
use crate::handshake::Refusal;
use crate::message::Outgoing;
use crate::settings::Settings;
use crate::state::State;
use serde_json::{Value as Json, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// Clients that come from these addresses to a server with these settings.
struct Door {
    clients: Arc<Clients>,
    sites: Sites,
    max_clients: usize,
}

impl Door {
    fn new(more: Json) -> Self {
        let mut server = json!({ "name": "S", "port": 0 });
        server.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let settings = Settings::parse(&json!({ "servers": [server] }).to_string()).unwrap();
        let server = &settings.servers[0];
        let (sites, max_clients) = (Sites::new(server).unwrap(), server.max_clients);
        Self { clients: Arc::default(), sites, max_clients }
    }

    fn admit(&self, address: &str) -> Result<Place, Refusal> {
        let (site, remote) =
            (self.sites.at("/").unwrap(), SocketAddr::new(address.parse().unwrap(), 1));
        self.clients.admit(self.max_clients, site, remote, "/")
    }
}

#[test]
fn ids_are_never_used_again_and_places_are_counted() {
    let door = Door::new(json!({ "max_clients": 2 }));
    let admit = || door.admit("::1");
    let (first, second) = (admit().unwrap(), admit().unwrap());
    assert!(admit().is_err());
    assert_eq!((&*first.id(), &*second.id()), ("1", "2"));
    first.link.counters.add_error(true);
    drop(first);
    for id in ["1", "02", "+2", "", "x"] {
        assert!(door.clients.get(id).is_none(), "{id}");
    }
    assert!(door.clients.get("2").is_some());
    assert_eq!(&*admit().unwrap().id(), "3");
    assert_eq!(door.clients.count().1.errors, 1);
}

#[test]
fn an_address_is_the_same_over_either_protocol_and_forgotten_with_its_last_client() {
    let door = Door::new(json!({ "max_clients_per_address": 1 }));
    let first = door.admit("10.0.0.1").unwrap();
    assert!(door.admit("::ffff:10.0.0.1").is_err());
    assert!(door.admit("10.0.0.2").is_ok());
    drop(first);
    assert!(door.clients.read().by_address.is_empty());
    assert!(door.admit("::ffff:10.0.0.1").is_ok());
}

#[test]
fn a_group_goes_with_its_last_member() {
    let door = Door::new(json!({}));
    let (first, second) = (door.admit("::1").unwrap(), door.admit("::1").unwrap());
    for (id, group) in [("1", "a"), ("1", "b"), ("2", "a"), ("1", "a")] {
        door.clients.join(id, group).unwrap();
    }
    drop(first);
    let groups = || door.clients.read().groups.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(groups(), ["a"]);
    door.clients.leave("2", "a").unwrap();
    assert!(groups().is_empty());
    assert!(door.clients.read().clients[&2].groups.is_empty());
    drop(second);
}

#[test]
fn a_client_that_is_still_connecting_is_closed_too() {
    let door = Door::new(json!({}));
    let place = door.admit("::1").unwrap();
    door.clients.close(&close_frame(GOING_AWAY, ""));
    door.clients.close(&close_frame(GOING_AWAY, ""));
    assert_eq!(place.link.state.get(), State::Closing);
    assert!(matches!(place.link.outbox.pop(), Some(Outgoing::Close(Some(_)))));
    assert!(place.link.outbox.pop().is_none());
}
