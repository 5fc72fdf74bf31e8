//! A server: start, stop, and the clients that it refuses.

use crate::peer::{Peer, listen};
use crate::rig::{Rig, eventually};
use pulsewire_plugin::{Plugin, Value};
use serde_json::{Value as Json, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

fn rig(more: Json) -> Rig {
    let mut server = json!({ "name": "S", "port": 0 });
    let Json::Object(more) = more else { panic!("settings are an object") };
    server.as_object_mut().unwrap().extend(more);
    Rig::new(&json!({ "servers": [server] }))
}

#[test]
fn start_and_stop_of_a_server_are_reported() {
    let (peer, mut rig) = (Peer::new(), rig(json!({})));
    let [start, stop] = rig.nodes("S", ["server_start", "server_stop"]);
    let [on_start, on_stop] = rig.nodes("S", ["on_server_start", "on_server_stop"]);
    for _ in 0..2 {
        rig.pulse(start, &[]).ok();
        let event = rig.wait(on_start);
        assert_eq!(event.text("address"), "127.0.0.1");
        let port = event.int("port");
        assert_eq!(rig.plugin.status().connections[0].state, "listening");
        rig.pulse(stop, &[]).ok();
        rig.wait(on_stop);
        assert!(peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).is_err());
        assert_eq!(rig.plugin.status().connections[0].state, "closed");
    }
}

#[test]
fn a_port_in_use_is_an_error() {
    let peer = Peer::new();
    let mut rig = rig(json!({ "port": peer.port }));
    let [start, on_error] = rig.nodes("S", ["server_start", "on_server_error"]);
    rig.pulse(start, &[]).ok();
    let says = format!("cannot listen on 127.0.0.1 port {}", peer.port);
    let error = rig.wait(on_error);
    assert_eq!((error.error(&says), error.text("client")), ("listen".to_owned(), String::new()));
    assert_eq!(rig.plugin.status().connections[0].errors, 1);
}

#[test]
fn a_second_start_changes_nothing() {
    let (peer, mut rig) = (Peer::new(), rig(json!({})));
    let [start] = rig.nodes("S", ["server_start"]);
    let port = listen(&mut rig);
    rig.pulse(start, &[]).ok();
    assert!(rig.log.has("start has no effect: the server is open"));
    peer.connect(port);
}

#[test]
fn autostart_needs_no_node() {
    let mut rig = rig(json!({ "autostart": true }));
    let [on_start] = rig.nodes("S", ["on_server_start"]);
    rig.plugin.start().unwrap();
    assert_ne!(rig.wait(on_start).int("port"), 0);
}

#[test]
fn a_client_beyond_the_limit_gets_503_until_one_leaves() {
    let (peer, mut rig) = (Peer::new(), rig(json!({ "max_clients": 1 })));
    let [on_error, on_disconnect] = rig.nodes("S", ["on_server_error", "on_server_disconnect"]);
    let port = listen(&mut rig);
    let mut first = peer.connect(port);
    let url = format!("ws://127.0.0.1:{port}/");
    assert_eq!(status(peer.try_connect(&url)), 503);
    assert_eq!(rig.wait(on_error).error("there are already 1 clients (`max_clients`)"), "full");
    peer.run(first.close(None)).unwrap();
    peer.closed(first);
    rig.wait(on_disconnect);
    eventually(|| peer.try_connect(&url).is_ok());
}

#[test]
fn only_its_path_is_served() {
    let (peer, mut rig) = (Peer::new(), rig(json!({ "path": "/feed" })));
    let [on_error, on_connect] = rig.nodes("S", ["on_server_error", "on_server_connect"]);
    let port = listen(&mut rig);
    assert_eq!(status(peer.try_connect(&format!("ws://127.0.0.1:{port}/other"))), 404);
    assert_eq!(rig.wait(on_error).error("no WebSocket at the path /other"), "handshake");
    peer.try_connect(&format!("ws://127.0.0.1:{port}/feed?token=1")).unwrap();
    assert_eq!(rig.wait(on_connect).text("path"), "/feed?token=1");
}

#[test]
fn a_request_that_is_no_handshake_is_answered() {
    let (peer, mut rig) = (Peer::new(), rig(json!({})));
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "426 Upgrade Required"),
        ("POST / HTTP/1.1\r\nHost: a\r\n\r\n", "405 Method Not Allowed"),
        ("nonsense\r\n\r\n", "400 Bad Request"),
        (
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
            "400 Bad Request",
        ),
    ] {
        let mut stream = peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
        peer.write(&mut stream, request.as_bytes());
        let answer = String::from_utf8(peer.read_rest(&mut stream)).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{answer}");
        drop(stream);
        assert_eq!(rig.wait(on_error).error("127.0.0.1:"), "handshake");
    }
}

#[test]
fn a_silent_client_is_refused() {
    let (peer, mut rig) = (Peer::new(), rig(json!({ "handshake_timeout_ms": 50 })));
    let [on_error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let mut stream = peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
    assert!(peer.read_rest(&mut stream).starts_with(b"HTTP/1.1 408 "));
    drop(stream);
    assert_eq!(rig.wait(on_error).error("`handshake_timeout_ms`"), "timeout");
}

#[test]
fn the_clients_preferred_subprotocol_wins() {
    let (peer, mut rig) = (Peer::new(), rig(json!({ "subprotocols": ["log", "chat"] })));
    let [on_connect] = rig.nodes("S", ["on_server_connect"]);
    let port = listen(&mut rig);
    let mut request = format!("ws://127.0.0.1:{port}/").into_client_request().unwrap();
    let wanted = "video, chat, log".parse().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", wanted);
    let (_socket, answer) = peer.run(tokio_tungstenite::connect_async(request)).unwrap();
    assert_eq!(answer.headers()["sec-websocket-protocol"], "chat");
    assert_eq!(rig.wait(on_connect).text("subprotocol"), "chat");
}

#[test]
fn listening_beyond_loopback_is_logged() {
    let mut rig = rig(json!({ "host": "0.0.0.0" }));
    listen(&mut rig);
    assert!(rig.log.has("can be reached from other machines"));
}

#[test]
fn a_stop_while_clients_are_just_connecting_does_not_wait_for_them() {
    let (peer, mut rig) = (Peer::new(), rig(json!({ "handshake_timeout_ms": 3_600_000 })));
    let [stop, on_stop] = rig.nodes("S", ["server_stop", "on_server_stop"]);
    let port = listen(&mut rig);
    let mut stream = peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
    peer.write(&mut stream, b"GET / HTTP/1.1\r\n");
    rig.pulse(stop, &[Value::Int(1001)]).ok();
    rig.wait(on_stop);
    assert_eq!(peer.read_rest(&mut stream), b"");
}

#[test]
fn a_stopped_server_frees_its_port_for_the_next_start() {
    let peer = Peer::new();
    let free = peer.run(TcpListener::bind("127.0.0.1:0")).unwrap().local_addr().unwrap().port();
    let mut rig = rig(json!({ "port": free }));
    let [start, stop] = rig.nodes("S", ["server_start", "server_stop"]);
    let [on_start, on_stop] = rig.nodes("S", ["on_server_start", "on_server_stop"]);
    rig.pulse(start, &[]).ok();
    rig.wait(on_start);
    let socket = peer.connect(i64::from(free));
    rig.pulse(stop, &[]).ok();
    rig.pulse(start, &[]).ok();
    peer.closed(socket);
    rig.wait(on_stop);
    rig.wait(on_start);
    peer.connect(i64::from(free));
}

fn status<T>(connected: Result<T, Error>) -> u16 {
    match connected {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("{error}"),
        Ok(_) => 101,
    }
}
