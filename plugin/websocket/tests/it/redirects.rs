//! Redirects.

use crate::peer::Peer;
use crate::rig::Rig;
use serde_json::json;

#[test]
fn redirects_are_followed_when_allowed() {
    let (first, second) = (Peer::new(), Peer::new());
    let more = json!({ "max_redirects": 2, "headers": { "X-Secret": "s" }, "origin": "http://me",
                       "subprotocols": ["chat"] });
    let mut rig = Rig::new(&first.settings(more));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    rig.pulse(start, &[]).ok();
    moved(&first, "301 Moved Permanently", "/there?x");
    let head =
        moved(&first, "307 Temporary Redirect", &format!("http://127.0.0.1:{}/", second.port));
    assert!(head.starts_with("GET /there?x HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nx-secret: s\r\n"), "{head}");
    let mut stream = second.accept_raw();
    let head = second.read_head(&mut stream);
    assert!(head.contains("\r\nOrigin: http://me\r\n") && head.contains(": chat\r\n"), "{head}");
    assert!(!head.contains("x-secret"), "{head}");
    second.write(&mut stream, crate::client_start::answer_text(&head, "").as_bytes());
    rig.wait(on_start);
}

#[test]
fn one_too_many_is_an_error() {
    for allowed in [0, 1] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(json!({ "max_redirects": allowed })));
        let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
        rig.pulse(start, &[]).ok();
        for _ in 0..=allowed {
            moved(&peer, "302 Found", "/again?token=secret");
        }
        let error = rig.wait(on_error);
        assert_eq!(error.error("`max_redirects` allows no more"), "redirect");
        assert!(!error.text("message").contains("secret"));
    }
}

#[test]
fn a_response_without_a_location_is_no_redirect() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "max_redirects": 9 })));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let mut stream = peer.accept_raw();
    peer.read_head(&mut stream);
    peer.write(&mut stream, b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
    drop(stream);
    assert_eq!(rig.wait(on_error).error("answered 302 Found instead of 101"), "handshake");
}

/// Takes a connection, sends it elsewhere, and gives its request.
fn moved(peer: &Peer, status: &str, location: &str) -> String {
    let mut stream = peer.accept_raw();
    let head = peer.read_head(&mut stream);
    let answer = format!("HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    peer.write(&mut stream, answer.as_bytes());
    head
}
