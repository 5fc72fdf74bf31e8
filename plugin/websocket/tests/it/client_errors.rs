//! Connections that cannot be opened.

use crate::event::Event;
use crate::peer::Peer;
use crate::rig::Rig;
use pulsewire_plugin::{Plugin, Value};
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;

#[test]
fn nothing_listens() {
    let peer = Peer::new();
    let free = peer.run(TcpListener::bind("127.0.0.1:0")).unwrap().local_addr().unwrap().port();
    let (rig, error) = fails(&json!({ "name": "Echo", "url": "ws://127.0.0.1/", "port": free }));
    assert_eq!(error.error(&format!("127.0.0.1:{free}: nothing listens there")), "refused");
    assert_eq!(*error.get("will_retry"), Value::Bool(false));
    assert_eq!((error.int("attempt"), error.get("retry_in")), (1, &Value::Float(0.0)));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.state.as_str(), status.errors), ("closed", 1));
}

#[test]
fn the_host_name_has_no_address() {
    let (_, error) = fails(&json!({ "name": "Echo", "url": "ws://nowhere.invalid/" }));
    assert_eq!(error.error("the host name `nowhere.invalid` has no address"), "resolve");
}

#[test]
fn a_server_that_never_answers() {
    let peer = Peer::new();
    let (_, error) = fails(&peer.settings(json!({ "connect_timeout_ms": 50 }))["connections"][0]);
    assert_eq!(error.error("no answer within 50 ms (`connect_timeout_ms`)"), "timeout");
}

#[test]
fn an_answer_that_is_not_101_is_shown() {
    let line = "handshake|the server answered 403 Forbidden instead of 101: not today";
    assert_eq!(answered("HTTP/1.1 403 Forbidden\r\n\r\n\nnot today\nsecond line"), line);
    let line = "handshake|the server answered 200 OK instead of 101";
    assert_eq!(answered("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), line);
}

#[test]
fn a_response_that_is_not_a_handshake_is_reported() {
    let switching = |headers: &str| format!("HTTP/1.1 101 Switching\r\n{headers}\r\n");
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    for (answer, says) in [
        (switching("Connection: Upgrade\r\n"), "its response has no `Upgrade: websocket`"),
        (switching("Upgrade: websocket\r\n"), "its response has no `Connection: Upgrade`"),
        (switching(upgrade), "Sec-WebSocket-Accept of its response does not match the key"),
        (switching(&format!("{upgrade}Sec-WebSocket-Accept: AAAA\r\n")), "does not match the key"),
        ("SSH-2.0-OpenSSH_9.2p1\r\n\r\n".to_owned(), "not an HTTP handshake"),
        ("HTTP/1.1 101 Sw".to_owned(), "after 15 bytes of its handshake"),
        (String::new(), "closed the connection without a response"),
    ] {
        let told = answered(&answer);
        assert!(told.starts_with("handshake") && told.contains(says), "{told}");
    }
}

#[test]
fn a_response_may_not_choose_what_was_not_offered() {
    let deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    for (more, kind, says) in [
        ("Sec-WebSocket-Protocol: chat\r\n", "subprotocol", "chose subprotocol `chat`"),
        (deflate, "handshake", "an extension that was not offered"),
    ] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(json!({})));
        let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
        rig.pulse(start, &[]).ok();
        let mut stream = peer.accept_raw();
        let head = peer.read_head(&mut stream);
        let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap();
        let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key.as_bytes());
        let answer = format!(
            "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Accept: {accept}\r\n{more}\r\n"
        );
        peer.write(&mut stream, answer.as_bytes());
        assert_eq!(rig.wait(on_error).error(says), kind);
    }
}

/// What On WebSocket Error says after this answer: kind and message without the place.
fn answered(answer: &str) -> String {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    peer.read_head(&mut stream);
    peer.write(&mut stream, answer.as_bytes());
    drop(stream);
    let error = rig.wait(on_error);
    let place = format!("127.0.0.1:{}: ", peer.port);
    format!("{}|{}", error.text("kind"), error.text("message").strip_prefix(&place).unwrap())
}

/// Starts a connection that cannot be opened; nothing but On WebSocket Error fires.
fn fails(connection: &Json) -> (Rig, Event) {
    let mut rig = Rig::new(&json!({ "connections": [connection] }));
    let [start, on_error, _, _] =
        rig.nodes("Echo", ["client_start", "on_error", "on_start", "on_stop"]);
    rig.pulse(start, &[]).ok();
    let error = rig.next();
    assert_eq!(error.node, on_error);
    rig.plugin.stop(std::time::Duration::from_secs(5));
    assert!(!rig.has_events());
    (rig, error)
}
