//! Limits on clients, their messages and the time for a stop.

use crate::peer::{Peer, listen};
use crate::raw_client::server;
use crate::rig::eventually;
use pulsewire_plugin::Value;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::net::{TcpSocket, TcpStream};

#[test]
fn an_address_has_so_many_clients_until_one_leaves() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "max_clients_per_address": 1 })));
    let [error, disconnect] = rig.nodes("S", ["on_server_error", "on_server_disconnect"]);
    let port = listen(&mut rig);
    let mut first = peer.connect(port);
    assert_eq!(peer.ask(port, "/", &[]).status, 429);
    assert_eq!(
        rig.wait(error).error("1 clients of this address (`max_clients_per_address`)"),
        "full"
    );
    let other = peer.run(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
        let stream = socket.connect(format!("127.0.0.1:{port}").parse().unwrap()).await.unwrap();
        tokio_tungstenite::client_async(format!("ws://127.0.0.1:{port}/"), stream).await
    });
    assert!(other.is_ok(), "another address has its own count");
    peer.run(first.close(None)).unwrap();
    peer.closed(first);
    rig.wait(disconnect);
    eventually(|| peer.ask(port, "/", &[]).status == 101);
}

#[test]
fn a_handshake_beyond_the_limit_is_closed_at_once() {
    for (settings, most, says) in [
        (json!({ "max_handshakes": 3 }), 3, "3 handshakes are in progress (`max_handshakes`)"),
        (
            json!({ "max_clients_per_address": 1 }),
            17,
            "17 handshakes of 127.0.0.1 are in progress (`max_clients_per_address`)",
        ),
    ] {
        let (peer, mut rig) = (Peer::new(), server(settings));
        let [error] = rig.nodes("S", ["on_server_error"]);
        let port = listen(&mut rig);
        let connect = || peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
        let half_open: Vec<_> = (0..most).map(|_| connect()).collect();
        // Far below the time that a handshake may take.
        assert!(peer.read_rest(&mut connect()).is_empty(), "closed without an answer");
        assert_eq!(rig.wait(error).error(says), "full");
        (0..50).for_each(|_| assert!(peer.read_rest(&mut connect()).is_empty()));
        let told = rig.wait(error).text("message");
        assert!(told.contains("connections were closed at once"), "together: {told}");
        drop(half_open);
        // The server notices that they have gone, and the next good client is served.
        let deadline = Instant::now() + Duration::from_secs(20);
        while peer.try_connect(&format!("ws://127.0.0.1:{port}/")).is_err() {
            assert!(Instant::now() < deadline, "no room again: {:#?}", rig.log.all());
        }
    }
}

#[test]
fn a_request_over_the_limit_gets_431() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "max_handshake_bytes": 400 })));
    let [error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let _open = peer.ask(port, "/", &[("X-A", &"x".repeat(100))]).socket.unwrap();
    assert_eq!(peer.ask(port, "/", &[("X-A", &"x".repeat(400))]).status, 431);
    assert_eq!(rig.wait(error).error("exceeds 400 bytes"), "handshake_too_large");
    let endless = peer.exchange(port, &format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(400)));
    assert!(endless.starts_with("HTTP/1.1 431 "), "{endless}");
    assert_eq!(rig.wait(error).text("kind"), "handshake_too_large");
}

#[test]
fn a_stop_cuts_off_clients_that_do_not_close_in_time() {
    let settings = json!({ "stop_timeout_ms": 50, "close_timeout_ms": 3_600_000 });
    let (peer, mut rig) = (Peer::new(), server(settings));
    let [connect, disconnect] = rig.nodes("S", ["on_server_connect", "on_server_disconnect"]);
    let [stop, on_stop] = rig.nodes("S", ["server_stop", "on_server_stop"]);
    let port = listen(&mut rig);
    let _deaf = [peer.connect(port), peer.connect(port)];
    (0..2).for_each(|_| drop(rig.wait(connect)));
    rig.pulse(stop, &[Value::Int(1001)]).ok();
    for _ in 0..2 {
        assert_eq!(rig.wait(disconnect).ending(), (1006, String::new(), false, true));
    }
    rig.wait(on_stop);
    assert!(
        rig.log
            .has("2 clients had not closed after 50 ms (`stop_timeout_ms`) and were disconnected")
    );
}

#[test]
fn a_stop_cuts_off_clients_that_are_being_closed_after_an_error() {
    let settings =
        json!({ "stop_timeout_ms": 50, "close_timeout_ms": 3_600_000, "max_message_bytes": 1 });
    let (peer, mut rig) = (Peer::new(), server(settings));
    let [error, disconnect] = rig.nodes("S", ["on_server_error", "on_server_disconnect"]);
    let [stop, on_stop] = rig.nodes("S", ["server_stop", "on_server_stop"]);
    let port = listen(&mut rig);
    let mut deaf = peer.connect(port);
    peer.send(&mut deaf, "too large");
    assert_eq!(rig.wait(error).text("kind"), "too_large");
    rig.pulse(stop, &[]).ok();
    assert_eq!(rig.wait(disconnect).int("code"), 1009);
    rig.wait(on_stop);
}
