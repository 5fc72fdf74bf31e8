//! How a client connection opens.

use crate::peer::{Peer, open};
use crate::rig::Rig;
use pulsewire_plugin::{Dictionary, Plugin, Text, Value};
use serde_json::json;

fn headers(pairs: &[(&str, &str)]) -> Value {
    let pairs = pairs.iter().map(|&(name, value)| (Text::from(name), Value::from(value)));
    Value::from(Dictionary::from_iter(pairs))
}

#[test]
fn the_request_follows_the_settings_and_the_start() {
    let peer = Peer::new();
    let more = json!({ "url": "ws://127.0.0.1/a?b", "headers": { "X-A": "1", "X-B": "2" },
                       "subprotocols": ["chat", "log"] });
    let rig = Rig::new(&peer.settings(more));
    let [start] = rig.nodes("Echo", ["client_start"]);
    rig.pulse(start, &[Value::from(""), headers(&[("x-b", "3"), ("X-C", "4")])]).ok();
    let head = peer.read_head(&mut peer.accept_raw());
    assert!(head.starts_with("GET /a?b HTTP/1.1\r\n"), "{head}");
    let host = format!("Host: 127.0.0.1:{}", peer.port);
    for line in [&*host, "x-a: 1", "x-b: 3", "x-c: 4", "Sec-WebSocket-Protocol: chat, log"] {
        assert_eq!(head.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line} in {head}");
    }
}

#[test]
fn a_start_may_go_elsewhere() {
    let peer = Peer::new();
    let mut rig = Rig::new(&json!({ "connections": [{ "name": "Echo", "url": "ws://0.0.0.1/" }] }));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    let url = format!("ws://127.0.0.1:{}/", peer.port);
    rig.pulse(start, &[Value::from(url)]).ok();
    let _socket = peer.accept();
    rig.wait(on_start);
}

#[test]
fn a_bad_override_is_the_nodes_error() {
    let rig = Rig::new(&Peer::new().settings(json!({})));
    let [start] = rig.nodes("Echo", ["client_start"]);
    let error = |inputs: &[Value]| {
        let error = rig.pulse(start, inputs).flow.unwrap_err();
        (error.code.to_string(), error.input)
    };
    assert_eq!(error(&[Value::from("http://a/")]), ("bad_url".to_owned(), Some(0)));
    let injected = headers(&[("X", "a\r\nEvil: b")]);
    assert_eq!(error(&[Value::from(""), injected]), ("bad_header_value".to_owned(), Some(1)));
}

#[test]
fn on_start_gives_subprotocol_and_headers() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "subprotocols": ["a", "b"] })));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    let head = peer.read_head(&mut stream);
    answer(&peer, &mut stream, &head, "Sec-WebSocket-Protocol: b\r\nServer: test\r\n");
    let event = rig.wait(on_start);
    assert_eq!(event.text("subprotocol"), "b");
    let Value::Dictionary(headers) = event.get("headers") else { panic!("no headers") };
    assert_eq!(headers.get("server"), Some(&Value::from("test")));
}

#[test]
fn a_message_that_arrives_with_the_response_is_not_lost() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, receive] = rig.nodes("Echo", ["client_start", "on_receive"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    let head = peer.read_head(&mut stream);
    let bytes = [answer_text(&head, "").as_bytes(), b"\x81\x02hi"].concat();
    peer.write(&mut stream, &bytes);
    assert_eq!(rig.wait(receive).text("message"), "hi");
}

#[test]
fn a_second_start_makes_no_second_connection() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, receive] = rig.nodes("Echo", ["client_start", "on_receive"]);
    let mut socket = open(&mut rig, &peer);
    rig.pulse(start, &[]).ok();
    assert!(rig.log.has("start has no effect: the connection is open"));
    peer.send(&mut socket, "still here");
    assert_eq!(rig.wait(receive).text("message"), "still here");
}

#[test]
fn a_start_after_on_stop_connects_again() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, on_start, on_stop] = rig.nodes("Echo", ["client_start", "on_start", "on_stop"]);
    rig.wire(on_stop, start, 0);
    rig.pulse(start, &[]).ok();
    for _ in 0..3 {
        let mut socket = peer.accept();
        rig.wait(on_start);
        peer.run(socket.close(None)).unwrap();
        peer.closed(socket);
        rig.wait(on_stop);
    }
}

#[test]
fn a_panic_in_its_task_frees_the_connection() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [_receive] = rig.nodes("Echo", ["on_receive"]);
    let mut socket = open(&mut rig, &peer);
    rig.panic_once();
    peer.send(&mut socket, "x");
    assert!(peer.run(futures_util::StreamExt::next(&mut socket)).unwrap().is_err(), "it is gone");
    rig.until(|status| status.state == "closed");
    open(&mut rig, &peer);
    assert!(rig.log.has("its task panicked"));
}

#[test]
fn autostart_needs_no_node() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "autostart": true })));
    let [on_start] = rig.nodes("Echo", ["on_start"]);
    rig.plugin.start().unwrap();
    let _socket = peer.accept();
    rig.wait(on_start);
    assert_eq!(rig.plugin.status().connections[0].state, "open");
}

fn answer(peer: &Peer, stream: &mut tokio::net::TcpStream, head: &str, more: &str) {
    peer.write(stream, answer_text(head, more).as_bytes());
}

pub(crate) fn answer_text(head: &str, more: &str) -> String {
    let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap();
    let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key.as_bytes());
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: keep-alive, upgrade\r\n\
         upgrade: WebSocket\r\nsec-websocket-accept: {accept}\r\n{more}\r\n"
    )
}
