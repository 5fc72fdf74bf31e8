//! Requests for anything but a WebSocket.

use crate::peer::{Peer, listen};
use crate::raw_client::server;
use pulsewire_plugin::Plugin;
use serde_json::json;

const HEALTH: &str = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

#[test]
fn the_health_path_answers_while_the_server_listens() {
    let (peer, mut rig) =
        (Peer::new(), server(json!({ "health_path": "/health", "max_clients": 1 })));
    let [connect] = rig.nodes("S", ["on_server_connect"]);
    let port = listen(&mut rig);
    let _client = peer.connect(port);
    rig.wait(connect);
    let answer = peer.exchange(port, HEALTH);
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nok\n"),
        "{answer}"
    );
    let head = peer.exchange(port, &HEALTH.replace("GET", "HEAD"));
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    assert!(head.contains("content-length: 3\r\n"), "{head}");
    let old = peer.exchange(port, "GET /health?x HTTP/1.0\r\n\r\n");
    assert!(old.starts_with("HTTP/1.1 200 OK\r\n"), "{old}");
    assert!(!rig.has_events(), "nobody is told of that");
    assert!(peer.exchange(port, &HEALTH.replace("/health", "/")).starts_with("HTTP/1.1 426 "));
}

#[test]
fn the_health_path_is_unhealthy_while_a_graph_is_stuck() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "health_path": "/health" })));
    let port = listen(&mut rig);
    for (stuck, status) in [(false, "200 OK"), (true, "503 Service Unavailable"), (false, "200 OK")]
    {
        rig.log.has_stuck_graph.store(stuck, std::sync::atomic::Ordering::SeqCst);
        for method in ["GET", "HEAD"] {
            let answer = peer.exchange(port, &HEALTH.replace("GET", method));
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{stuck} {answer}");
        }
    }
}

#[test]
fn a_method_other_than_get_and_head_gets_405_with_those_that_are_allowed() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "health_path": "/health" })));
    let port = listen(&mut rig);
    for method in ["POST", "PUT", "OPTIONS", "DELETE"] {
        for path in ["/health", "/"] {
            let answer =
                peer.exchange(port, &format!("{method} {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"), "{answer}");
            assert!(answer.contains("allow: GET, HEAD\r\n"), "{answer}");
        }
    }
    let upgrade = "POST / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    assert!(peer.exchange(port, upgrade).starts_with("HTTP/1.1 405 "));
    let head = peer.exchange(port, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 426 ") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn each_request_has_a_line_in_the_access_log() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "path": "/chat" })));
    let [connect] = rig.nodes("S", ["on_server_connect"]);
    let port = listen(&mut rig);
    let headers = [("Origin", "https://a.example"), ("User-Agent", "test/1")];
    let _client = peer.ask(port, "/chat?token=secret", &headers);
    let remote = rig.wait(connect).text("remote_address");
    let says = r#"GET /chat, origin "https://a.example", user agent "test/1""#;
    assert!(rig.log.has(&format!("Info S: {remote} 101 client 1: {says}")), "{:#?}", rig.log.all());
    assert_eq!(rig.log.source_of(says), "servers::S::access");
    assert_eq!(peer.ask(port, "/other", &[]).status, 404);
    assert!(rig.log.has(" 404: GET /other, origin none, user agent none"));
    assert!(!rig.log.has("secret"));
}

#[test]
fn plain_http_gets_the_configured_response() {
    let page = json!({ "status": 200, "body": "<p>Hello", "content_type": "text/html" });
    let (peer, mut rig) = (Peer::new(), server(json!({ "http_answer": page })));
    let [error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let answer = peer.exchange(port, "GET /any HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n<p>Hello"),
        "{answer}"
    );
    assert!(answer.contains("content-type: text/html\r\n"), "{answer}");
    assert!(
        peer.exchange(port, "PUT / HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 200 OK")
    );
    assert_eq!(rig.plugin.status().connections[0].errors, 0);
    assert!(!rig.has_events());
    let asks_badly = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n";
    assert!(peer.exchange(port, asks_badly).starts_with("HTTP/1.1 400 "));
    assert_eq!(rig.wait(error).error("not a WebSocket request"), "handshake");
}

#[test]
fn fields_left_out_of_http_answer_have_defaults() {
    let (peer, mut rig) = (Peer::new(), server(json!({ "http_answer": { "status": 404 } })));
    let port = listen(&mut rig);
    let answer = peer.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nThis is a WebSocket server.\n"), "{answer}");
    assert!(answer.contains("content-type: text/plain; charset=utf-8\r\n"), "{answer}");
}

#[test]
fn another_version_gets_426_with_the_supported_one() {
    let (peer, mut rig) = (Peer::new(), server(json!({})));
    let port = listen(&mut rig);
    let answer = peer.exchange(
        port,
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    assert!(
        answer.starts_with("HTTP/1.1 426 ") && answer.contains("sec-websocket-version: 13\r\n"),
        "{answer}"
    );
}
