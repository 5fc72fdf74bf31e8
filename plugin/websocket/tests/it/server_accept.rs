//! A graph decides who may connect.

use crate::peer::{Peer, listen};
use crate::raw_client::{Response, ask, request as head, server};
use crate::rig::Rig;
use pulsewire_plugin::{Array, Dictionary, Plugin, Text, Value};
use serde_json::json;
use std::sync::mpsc;
use tokio::net::TcpStream;

fn rig() -> (Peer, Rig, i64) {
    let settings = json!({ "subprotocols": ["chat", "log"], "max_clients": 2 });
    let (peer, mut rig) = (Peer::new(), server(settings));
    let port = listen(&mut rig);
    (peer, rig, port)
}

/// Asks beside the test, which has to answer meanwhile.
fn asking(peer: &Peer, port: i64, path: &'static str) -> mpsc::Receiver<Response> {
    let (sender, answered) = mpsc::channel();
    peer.spawn(async move {
        let headers = [("Sec-WebSocket-Protocol", "video, chat"), ("X-Key", "secret")];
        let _ = sender.send(ask(port, path, &headers).await);
    });
    answered
}

fn headers(name: &str, value: &str) -> Value {
    Dictionary::from_iter([(Text::from(name), Value::from(value))]).into()
}

#[test]
fn a_request_event_is_complete_and_accept_uses_its_id() {
    let (peer, mut rig, port) = rig();
    let [request, connect, accept] =
        rig.nodes("S", ["on_server_request", "on_server_connect", "server_accept"]);
    let answered = asking(&peer, port, "/a?name=J%C3%BCrg+A&name=last&x");
    let event = rig.wait(request);
    assert_eq!((event.text("request"), event.text("path")), ("1".to_owned(), "/a".to_owned()));
    let Value::Dictionary(query) = event.get("query") else { panic!("no query") };
    assert_eq!((query.get("name"), query.get("x")), (Some(&"last".into()), Some(&"".into())));
    let Value::Dictionary(of_request) = event.get("headers") else { panic!("no headers") };
    assert_eq!(of_request.get("x-key"), Some(&"secret".into()));
    assert!(event.text("remote_address").starts_with("127.0.0.1:"));
    let spoken = Array::from_iter(["video", "chat"].map(Value::from));
    assert_eq!(*event.get("subprotocols"), Value::from(spoken));
    assert!(!rig.has_events(), "it is no client yet");
    assert_eq!(rig.plugin.status().connections[0].open, 0);
    rig.pulse(accept, &["1".into(), "".into(), headers("Set-Cookie", "a=b")]).ok();
    let answered = answered.recv().unwrap();
    assert_eq!((answered.status, &answered.headers["set-cookie"]), (101, &"a=b".to_owned()));
    assert_eq!(answered.headers["sec-websocket-protocol"], "chat");
    let event = rig.wait(connect);
    assert_eq!((event.text("client"), event.text("subprotocol")), ("1".into(), "chat".into()));
}

#[test]
fn accept_chooses_a_subprotocol_of_the_client() {
    let (peer, mut rig, port) = rig();
    let [request, connect, accept] =
        rig.nodes("S", ["on_server_request", "on_server_connect", "server_accept"]);
    let answered = asking(&peer, port, "/");
    rig.wait(request);
    let (code, message) = rig.pulse(accept, &["1".into(), "log".into()]).failed();
    assert_eq!(code, "bad_subprotocol");
    assert_eq!(message, "the client does not offer `log`; it offers: video, chat");
    let smuggled = headers("X", "a\r\nEvil: b");
    assert_eq!(
        rig.pulse(accept, &["1".into(), "".into(), smuggled]).failed().0,
        "bad_header_value"
    );
    rig.pulse(accept, &["1".into(), "video".into()]).ok();
    let answered = answered.recv().unwrap();
    assert_eq!(answered.headers["sec-websocket-protocol"], "video");
    assert_eq!(rig.wait(connect).text("subprotocol"), "video");
    let (code, message) = rig.pulse(accept, &["1".into()]).failed();
    assert_eq!(
        (code.as_str(), message.starts_with("no request `1` is waiting")),
        ("no_request", true)
    );
}

#[test]
fn refuse_sends_status_body_and_headers_and_is_no_error() {
    let (peer, mut rig, port) = rig();
    let [request, refuse, error] =
        rig.nodes("S", ["on_server_request", "server_refuse", "on_server_error"]);
    let answered = asking(&peer, port, "/");
    rig.wait(request);
    assert_eq!(rig.pulse(refuse, &["1".into(), Value::Int(101)]).failed().0, "bad_status");
    let why = headers("WWW-Authenticate", "Basic");
    rig.pulse(refuse, &["1".into(), Value::Int(401), "who are you?".into(), why]).ok();
    let answered = answered.recv().unwrap();
    assert_eq!((answered.status, answered.body.as_str()), (401, "who are you?"));
    assert_eq!(answered.headers["www-authenticate"], "Basic");
    let second = asking(&peer, port, "/");
    rig.wait(request);
    rig.pulse(refuse, &["2".into()]).ok();
    assert_eq!(second.recv().unwrap().status, 403);
    assert_eq!(rig.plugin.status().connections[0].errors, 0);
    assert!(!rig.has_events(), "no {error}");
}

#[test]
fn the_graph_may_answer_within_the_event() {
    let (peer, mut rig, port) = rig();
    let [request, accept, connect] =
        rig.nodes("S", ["on_server_request", "server_accept", "on_server_connect"]);
    rig.wire(request, accept, 1);
    assert_eq!(peer.ask(port, "/", &[]).status, 101);
    rig.wait(connect);
}

#[test]
fn an_unanswered_request_gets_504() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "handshake_timeout_ms": 50 })));
    let [request, error, accept] =
        rig.nodes("S", ["on_server_request", "on_server_error", "server_accept"]);
    let port = listen(&mut rig);
    assert_eq!(peer.ask(port, "/", &[]).status, 504);
    rig.wait(request);
    assert_eq!(rig.wait(error).error("within 50 ms (`handshake_timeout_ms`)"), "timeout");
    assert!(rig.pulse(accept, &["1".into()]).left().starts_with("no request `1` is waiting"));
}

#[test]
fn a_pending_request_counts_towards_max_clients() {
    let (peer, mut rig, port) = rig();
    let [request, refuse, error] =
        rig.nodes("S", ["on_server_request", "server_refuse", "on_server_error"]);
    let waiting = [asking(&peer, port, "/1"), asking(&peer, port, "/2")];
    (0..2).for_each(|_| drop(rig.wait(request)));
    assert_eq!(peer.ask(port, "/3", &[]).status, 503);
    assert_eq!(rig.wait(error).text("kind"), "full");
    rig.pulse(refuse, &["1".into()]).ok();
    rig.pulse(refuse, &["2".into()]).ok();
    waiting.iter().for_each(|answered| assert_eq!(answered.recv().unwrap().status, 403));
    let _next = asking(&peer, port, "/4");
    assert_eq!(rig.wait(request).text("path"), "/4");
}

#[test]
fn a_client_that_disconnects_before_the_answer_is_reported() {
    let (peer, mut rig, port) = rig();
    let [request, error, accept] =
        rig.nodes("S", ["on_server_request", "on_server_error", "server_accept"]);
    let mut stream = peer.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
    peer.write(&mut stream, head("/", port, &[]).as_bytes());
    rig.wait(request);
    drop(stream);
    assert_eq!(rig.wait(error).error("disconnected before its request was answered"), "lost");
    assert!(rig.pulse(accept, &["1".into()]).left().starts_with("no request `1` is waiting"));
}

#[test]
fn a_request_that_the_settings_refuse_fires_no_event() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "require_origin": true })));
    let [_request, error] = rig.nodes("S", ["on_server_request", "on_server_error"]);
    let port = listen(&mut rig);
    assert_eq!(peer.ask(port, "/", &[]).status, 403);
    assert_eq!(rig.next().node, error);
}

#[test]
fn a_stop_does_not_wait_for_an_answer() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "handshake_timeout_ms": 3_600_000 })));
    let [request, stop, on_stop] =
        rig.nodes("S", ["on_server_request", "server_stop", "on_server_stop"]);
    let port = listen(&mut rig);
    peer.spawn(async move {
        let _ = tokio_tungstenite::connect_async(format!("ws://127.0.0.1:{port}/")).await;
    });
    rig.wait(request);
    rig.pulse(stop, &[]).ok();
    rig.wait(on_stop);
}
