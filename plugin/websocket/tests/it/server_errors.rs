//! What is a failure of a run: what the server cannot do, and nothing that its clients do.

use crate::peer::{Peer, listen};
use crate::raw_client::server;
use crate::rig::Rig;
use pulsewire_plugin::Plugin;
use serde_json::{Value as Json, json};
use std::time::Duration;

/// A probe, a path that does not exist, a bad request, a client that vanishes, and one that breaks the protocol.
fn misbehave(peer: &Peer, rig: &mut Rig, port: i64) {
    drop(peer.connect_raw(port));
    assert_eq!(peer.ask(port, "/other", &[]).status, 404);
    assert!(peer.exchange(port, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
    for bytes in [&b""[..], b"\x81\x01x"] {
        let socket = peer.ask(port, "/", &[]).socket.unwrap();
        let mut stream = socket.into_inner();
        peer.write(&mut stream, bytes);
        if !bytes.is_empty() {
            // Otherwise the reset could overtake them.
            peer.read_rest(&mut stream);
        }
    }
    rig.until(|status| status.client_errors >= 5 && status.open == 0);
}

#[test]
fn what_clients_do_is_counted_and_logged_but_no_failure() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "path": "/" })));
    let port = listen(&mut rig);
    misbehave(&peer, &mut rig, port);
    rig.plugin.stop(Duration::from_secs(20));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.errors, status.client_errors, status.unhandled_errors), (5, 5, 0));
    let kinds = json!({ "handshake": 3, "lost": 1, "protocol": 1 });
    assert_eq!(json!(status.client_errors_by_kind), kinds);
    let lines = rig.log.all();
    let is_serious = |line: &String| line.starts_with("Warn ") || line.starts_with("Error ");
    assert!(!lines.iter().any(is_serious), "{lines:#?}");
    assert_eq!(rig.log.source_of("no WebSocket at the path /other"), "servers::S::clients");
    assert_eq!(rig.log.source_of("listening on"), "servers::S");
    assert!(rig.log.has("errors of clients so far: 3 handshake, 1 protocol, 1 lost"), "{lines:#?}");
}

#[test]
fn what_clients_do_reaches_on_server_error() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "path": "/" })));
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    misbehave(&peer, &mut rig, port);
    let mut kinds: Vec<_> = (0..5).map(|_| rig.wait(on_error).text("kind")).collect();
    kinds.sort();
    assert_eq!(kinds, ["handshake", "handshake", "handshake", "lost", "protocol"]);
}

#[test]
fn a_request_that_no_graph_answers_is_a_failure() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "handshake_timeout_ms": 20 })));
    let [_on_request] = rig.nodes("S", ["on_server_request"]);
    let port = listen(&mut rig);
    assert_eq!(peer.ask(port, "/", &[]).status, 504);
    rig.until(|status| (status.unhandled_errors, status.client_errors) == (1, 0));
}

/// A server whose port is taken, with these settings besides.
fn blocked(peer: &Peer, listen_retry: Option<Json>) -> Rig {
    let mut settings = json!({ "port": peer.port, "autostart": true });
    if let Some(retry) = listen_retry {
        settings["listen_retry"] = retry;
    }
    server(settings)
}

#[test]
fn a_server_that_cannot_listen_ends_the_run() {
    let peer = Peer::new();
    let rig = blocked(&peer, None);
    rig.plugin.start().unwrap();
    rig.until(|status| status.unhandled_errors == 1);
    crate::rig::eventually(|| rig.log.failed_runs() == 1);
    assert!(rig.log.has("Error S: cannot listen on 127.0.0.1 port"));
    assert!(rig.log.has("another program, or another run of this project, listens there"));
    assert_eq!(rig.log.source_of("cannot listen"), "servers::S");
    assert_eq!(rig.plugin.status().connections[0].state, "closed");
}

#[test]
fn a_graph_that_handles_the_failed_listen_goes_on() {
    let peer = Peer::new();
    let mut rig = blocked(&peer, None);
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    rig.plugin.start().unwrap();
    assert_eq!(rig.wait(on_error).error("cannot listen"), "listen");
    rig.plugin.stop(Duration::from_secs(20));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.errors, status.unhandled_errors, rig.log.failed_runs()), (1, 0, 0));
}

#[test]
fn with_listen_retry_a_server_waits_for_its_port() {
    let peer = Peer::new();
    let mut rig = blocked(&peer, Some(json!({ "initial_delay_ms": 1, "max_delay_ms": 4 })));
    let [on_start] = rig.nodes("S", ["on_server_start"]);
    rig.plugin.start().unwrap();
    rig.until(|status| status.errors >= 3);
    let port = i64::from(peer.port);
    drop(peer);
    assert_eq!(rig.wait(on_start).int("port"), port);
    let peer = Peer::new();
    peer.connect(port);
    rig.plugin.stop(Duration::from_secs(20));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.unhandled_errors, rig.log.failed_runs()), (0, 0));
}

#[test]
fn after_the_last_attempt_a_failed_listen_is_a_failure() {
    let peer = Peer::new();
    let retry = json!({ "initial_delay_ms": 1, "attempts": 2 });
    let rig = blocked(&peer, Some(retry));
    rig.plugin.start().unwrap();
    rig.until(|status| (status.errors, status.unhandled_errors) == (3, 1));
    crate::rig::eventually(|| rig.log.failed_runs() == 1);
}

#[test]
fn a_run_that_ends_before_its_server_could_listen_has_failed() {
    let peer = Peer::new();
    let mut rig =
        blocked(&peer, Some(json!({ "initial_delay_ms": 600_000, "max_delay_ms": 600_000 })));
    let [on_stop] = rig.nodes("S", ["on_server_stop"]);
    rig.plugin.start().unwrap();
    rig.until(|status| status.state == "waiting");
    rig.plugin.stop(Duration::from_secs(20));
    rig.wait(on_stop);
    assert_eq!(rig.plugin.status().connections[0].unhandled_errors, 1);
}
