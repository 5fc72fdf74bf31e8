//! What a server answers instead of 101: its framing, what is shown of it, and responses before the final one.

use crate::event::Event;
use crate::peer::Peer;
use crate::rig::Rig;
use pulsewire_plugin::{Placeholders, Plugin, Project, ResolvePlaceholders};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

const STATUS: &str = "the server answered 403 Forbidden instead of 101";

/// The settings with `${env:TOKEN}` as the value of X-Env.
struct Environment;

impl ResolvePlaceholders for Environment {
    fn resolve(&self, pointer: &str) -> Result<Option<String>, String> {
        Ok((pointer == "/connections/0/headers/X-Env").then(|| r#""from-the-environment""#.into()))
    }
}

#[test]
fn the_framing_of_a_rejection_is_followed_while_the_connection_stays_open() {
    for (answer, line) in [
        ("Content-Length: 0\r\n\r\n", ""),
        ("Content-Length: 5\r\n\r\nno wa", ": no wa"),
        ("Content-Length: 30\r\n\r\nnot today\nsecond line", ": not today"),
        ("Transfer-Encoding: chunked\r\n\r\n5\r\nnot t\r\n4\r\noday\r\n0\r\n\r\n", ": not today"),
        ("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""),
    ] {
        let (_stream, error) = rejected(&format!("HTTP/1.1 403 Forbidden\r\n{answer}"));
        assert!(error.text("message").ends_with(&format!("{STATUS}{line}")), "{answer}: {error:?}");
    }
}

#[test]
fn a_status_without_a_body_is_not_waited_for() {
    let (_stream, error) = rejected("HTTP/1.1 204 No Content\r\n\r\n");
    assert!(error.text("message").ends_with("answered 204 No Content instead of 101"));
}

#[test]
fn a_cut_line_ends_in_an_ellipsis() {
    let long = "word ".repeat(100);
    let answer = format!("HTTP/1.1 403 Forbidden\r\nContent-Length: {}\r\n\r\n{long}", long.len());
    let message = rejected(&answer).1.text("message");
    assert!(message.ends_with("word word …"), "{message}");
    let incomplete = "HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nnot tod";
    assert!(rejected(incomplete).1.text("message").ends_with(": not tod…"));
}

#[test]
fn a_stop_while_the_body_is_awaited_reports_the_status() {
    for ends in [false, true] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(json!({})));
        let [start, stop] = rig.nodes("Echo", ["client_start", "client_stop"]);
        let [on_error, on_stop] = rig.nodes("Echo", ["on_error", "on_stop"]);
        rig.pulse(start, &[]).ok();
        let mut stream = peer.accept_raw();
        peer.read_head(&mut stream);
        peer.write(&mut stream, b"HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nno");
        // Nothing says that the head was read, so the stop comes a moment later.
        std::thread::sleep(Duration::from_millis(200));
        if ends {
            rig.plugin.stop(Duration::from_secs(20));
        } else {
            rig.pulse(stop, &[]).ok();
        }
        assert_eq!(rig.wait(on_error).error(STATUS), "handshake");
        let cause = if ends { "ending" } else { "stop" };
        assert_eq!(rig.wait(on_stop).text("cause"), cause);
    }
}

#[test]
fn the_connect_timeout_while_the_body_is_awaited_reports_the_status() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "connect_timeout_ms": 300 })));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    peer.write(&mut stream, b"HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nno");
    assert_eq!(rig.wait(on_error).error(STATUS), "handshake");
}

#[test]
fn only_secrets_are_masked_in_a_rejection() {
    let peer = Peer::new();
    let settings = peer.settings(json!({
        "origin": "http://evil.example", "cookies": { "id": "c00kie" },
        "headers": { "X-Room": "kitchen", "X-Api-Key": "key-12345", "X-Env": "from-the-environment" },
    }));
    let placeholders = Placeholders::new(Arc::new(Environment));
    let mut rig =
        Rig::in_project(Project { settings: placeholders, ..Project::default() }, &settings);
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    peer.read_head(&mut stream);
    let body = "http://evil.example in kitchen with key-12345, c00kie and from-the-environment";
    let answer = format!("HTTP/1.1 403 Forbidden\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    peer.write(&mut stream, answer.as_bytes());
    rig.wait(on_error).error(": http://evil.example in kitchen with ***, *** and ***");
}

#[test]
fn interim_responses_are_skipped() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    let head = peer.read_head(&mut stream);
    let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap();
    peer.write(&mut stream, b"HTTP/1.1 102 Processing\r\n\r\n");
    let accept = derive_accept_key(key.as_bytes());
    let switching = format!(
        "{interim}HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    peer.write(&mut stream, switching.as_bytes());
    let headers = rig.wait(on_start).get("headers").to_string();
    assert!(headers.contains(&accept) && !headers.contains("</x>"), "{headers}");
    let (_stream, error) = rejected(&format!("{interim}HTTP/1.1 403 Forbidden\r\n\r\nno\n"));
    error.error(&format!("{STATUS}: no"));
}

#[test]
fn endless_interim_responses_are_an_error() {
    let (_stream, error) = rejected(&"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9));
    assert_eq!(error.error("more than 8 interim responses (1xx)"), "handshake");
}

/// Answers with this and keeps the connection open: what On WebSocket Error says.
fn rejected(answer: &str) -> (TcpStream, Event) {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    peer.read_head(&mut stream);
    peer.write(&mut stream, answer.as_bytes());
    (stream, rig.wait(on_error))
}
