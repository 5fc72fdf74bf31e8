//! The end of the program.

use crate::peer::{Peer, listen, open};
use crate::raw_client::{connect_all, server};
use crate::rig::Rig;
use pulsewire_plugin::{Plugin, Value};
use serde_json::json;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn everything_is_closed_with_1001() {
    let peer = Peer::new();
    let mut settings = peer.settings(json!({}));
    settings["servers"] = json!([{ "name": "S", "port": 0 }]);
    let mut rig = Rig::new(&settings);
    let [on_stop] = rig.nodes("Echo", ["on_stop"]);
    let [disconnect, on_server_stop] = rig.nodes("S", ["on_server_disconnect", "on_server_stop"]);
    let as_server = open(&mut rig, &peer);
    let port = listen(&mut rig);
    let as_client = peer.connect(port);
    std::thread::scope(|threads| {
        let plugin = &rig.plugin;
        threads.spawn(|| plugin.stop(LONG));
        assert_eq!(u16::from(peer.closed(as_server).unwrap().code), 1001);
        assert_eq!(u16::from(peer.closed(as_client).unwrap().code), 1001);
    });
    let (client, of_server) = (rig.wait(on_stop), rig.wait(disconnect));
    for stopped in [client, of_server] {
        assert_eq!(stopped.ending(), (1001, String::new(), true, true));
        assert_eq!(stopped.text("cause"), "ending");
    }
    assert_eq!(rig.wait(on_server_stop).text("cause"), "ending");
    assert!(rig.plugin.status().connections.iter().all(|one| one.state == "closed"));
}

#[test]
fn a_peer_that_does_not_close_is_cut_off_at_the_deadline() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "close_timeout_ms": 3_600_000 })));
    let [on_stop] = rig.nodes("Echo", ["on_stop"]);
    let _socket = open(&mut rig, &peer);
    rig.plugin.stop(Duration::from_millis(200));
    assert!(rig.log.has("Info Echo: the peer did not close in time, so the connection is cut"));
    assert!(!rig.log.has("Warn"), "{:#?}", rig.log.all());
    assert_eq!(rig.wait(on_stop).ending(), (1006, String::new(), false, true));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.state.as_str(), status.leaked, status.errors), ("closed", 0, 0));
}

#[test]
fn a_client_that_does_not_close_is_cut_off_at_the_deadline() {
    let peer = Peer::new();
    let long = 3_600_000;
    let mut rig = server(json!({ "close_timeout_ms": long, "stop_timeout_ms": long }));
    let [disconnect] = rig.nodes("S", ["on_server_disconnect"]);
    let [_silent] = connect_all::<1>(&peer, &mut rig);
    rig.plugin.stop(Duration::from_millis(200));
    assert!(rig.log.has("Info S: 1 clients did not close in time and were cut"));
    assert_eq!(rig.wait(disconnect).int("code"), 1006);
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.leaked, status.errors), (0, 0));
}

#[test]
fn by_default_a_silent_peer_ends_before_the_time_for_a_stop() {
    // `limits.stop_ms` is 5000 by default.
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let _socket = open(&mut rig, &peer);
    rig.plugin.stop(Duration::from_secs(5));
    assert!(!rig.log.has("is cut"), "its own time-out came first: {:#?}", rig.log.all());
    assert_eq!(rig.plugin.status().connections[0].state, "closed");
}

#[test]
fn nothing_starts_any_more() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, send] = rig.nodes("Echo", ["client_start", "client_send"]);
    let socket = open(&mut rig, &peer);
    std::thread::scope(|threads| {
        let plugin = &rig.plugin;
        threads.spawn(|| plugin.stop(LONG));
        peer.closed(socket);
    });
    rig.pulse(start, &[]).ok();
    assert!(rig.log.has("start has no effect: the program is ending"));
    assert_eq!(rig.plugin.status().connections[0].state, "closed");
    assert_eq!(rig.pulse(send, &[Value::from("x")]).failed().0, "not_open");
}

#[test]
fn what_starts_again_when_it_stops_does_not_when_the_run_ends() {
    let peer = Peer::new();
    let mut settings = peer.settings(json!({}));
    settings["servers"] = json!([{ "name": "S", "port": 0 }]);
    let mut rig = Rig::new(&settings);
    let [start, on_stop] = rig.nodes("Echo", ["client_start", "on_stop"]);
    let [server_start, on_server_stop] = rig.nodes("S", ["server_start", "on_server_stop"]);
    listen(&mut rig);
    let socket = open(&mut rig, &peer);
    // The rig fails a test whose wired node fails.
    rig.wire(on_stop, start, 0);
    std::thread::scope(|threads| {
        let plugin = &rig.plugin;
        threads.spawn(|| plugin.stop(LONG));
        peer.closed(socket);
    });
    assert_eq!(rig.wait(on_stop).text("cause"), "ending");
    rig.wait(on_server_stop);
    rig.pulse(server_start, &[]).ok();
    assert!(rig.plugin.status().connections.iter().all(|one| one.state == "closed"));
    assert!(rig.plugin.status().connections.iter().all(|one| one.unhandled_errors == 0));
}

#[test]
fn an_unused_plugin_stops_at_once() {
    Rig::new(&json!({})).plugin.stop(LONG);
}
