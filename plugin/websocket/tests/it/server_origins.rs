//! Allowed origins and subprotocols.

use crate::peer::{Peer, listen};
use crate::raw_client::server;
use serde_json::{Value as Json, json};

/// The answers to these `Origin` headers; an empty one is left out.
fn statuses<const N: usize>(settings: Json, origins: [&str; N]) -> [u16; N] {
    let (peer, mut rig) = (Peer::new(), server(settings));
    let [error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let mut open = Vec::new();
    origins.map(|origin| {
        let origin = origin.replace("PORT", &port.to_string());
        let headers: &[_] = if origin.is_empty() { &[] } else { &[("Origin", origin.as_str())] };
        let answered = peer.ask(port, "/", headers);
        open.extend(answered.socket);
        if answered.status != 101 {
            assert_eq!(rig.wait(error).text("kind"), "origin");
        }
        answered.status
    })
}

#[test]
fn only_pages_of_allowed_origins_connect() {
    let allowed =
        json!({ "allowed_origins": ["https://a.example", "http://*.b.example:8080", "null"] });
    let origins = [
        "https://A.example",
        "http://x.b.example:8080",
        "null",
        "",
        "https://a.example:444",
        "http://x.b.example",
        "https://evil.example",
        "nonsense",
    ];
    assert_eq!(statuses(allowed, origins), [101, 101, 101, 101, 403, 403, 403, 403]);
}

#[test]
fn without_settings_every_page_connects() {
    assert_eq!(statuses(json!({}), ["https://any.example", "null", ""]), [101; 3]);
}

#[test]
fn a_page_of_the_same_origin_connects() {
    let origins =
        ["http://127.0.0.1:PORT", "", "http://127.0.0.1:1", "http://localhost:PORT", "null"];
    assert_eq!(statuses(json!({ "same_origin": true }), origins), [101, 101, 403, 403, 403]);
}

#[test]
fn both_rules_hold_when_both_are_set() {
    let both = json!({ "same_origin": true, "allowed_origins": ["https://a.example"] });
    assert_eq!(statuses(both, ["http://127.0.0.1:PORT", "https://a.example"]), [403, 403]);
}

#[test]
fn an_origin_can_be_required() {
    let required = json!({ "require_origin": true });
    assert_eq!(statuses(required, ["", "https://any.example"]), [403, 101]);
}

#[test]
fn a_path_has_origins_of_its_own() {
    let settings = json!({
        "same_origin": true, "require_origin": true,
        "paths": {
            "/open": { "same_origin": false, "require_origin": false },
            "/page": { "same_origin": false, "allowed_origins": ["https://a.example"] },
        },
    });
    let (peer, mut rig) = (Peer::new(), server(settings));
    let port = listen(&mut rig);
    let status = |path, origin: &[_]| peer.ask(port, path, origin).status;
    assert_eq!((status("/open", &[]), status("/page", &[])), (101, 403));
    assert_eq!(status("/page", &[("Origin", "https://a.example")]), 101);
    assert_eq!(status("/page", &[("Origin", "https://b.example")]), 403);
}

#[test]
fn a_subprotocol_can_be_required() {
    let settings = json!({
        "subprotocols": ["chat", "log"], "require_subprotocol": true,
        "paths": { "/any": { "require_subprotocol": false }, "/*": {} },
    });
    let (peer, mut rig) = (Peer::new(), server(settings));
    let [error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let video: &[_] = &[("Sec-WebSocket-Protocol", "video")];
    for headers in [&[][..], video] {
        let answered = peer.ask(port, "/", headers);
        assert_eq!(answered.status, 400);
        assert!(answered.body.contains("offer one of these subprotocols: chat, log"));
        assert_eq!(rig.wait(error).text("kind"), "subprotocol");
    }
    let any = peer.ask(port, "/any", video);
    assert_eq!((any.status, any.headers.get("sec-websocket-protocol")), (101, None));
    let log = peer.ask(port, "/", &[("Sec-WebSocket-Protocol", "video, log")]);
    assert_eq!(log.headers["sec-websocket-protocol"], "log");
}
