//! Origin, cookies and credentials in the handshake request.

use crate::peer::Peer;
use crate::rig::Rig;
use pulsewire_plugin::{Dictionary, Text, Value};
use serde_json::{Value as Json, json};
use std::fs;

#[test]
fn origin_cookies_and_authorization_are_sent() {
    let user = json!({ "username": "me", "password": "pässword" });
    let sent = request(json!({ "auth": user, "origin": "https://example.com",
                               "cookies": { "b": "2", "a": "1" } }));
    for line in
        ["authorization: Basic bWU6cMOkc3N3b3Jk", "Origin: https://example.com", "cookie: a=1; b=2"]
    {
        assert_eq!(sent.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line} in {sent}");
    }
    let sent = request(json!({ "auth": { "bearer_token": "abc.def" } }));
    assert!(sent.contains("\r\nauthorization: Bearer abc.def\r\n"), "{sent}");
}

#[test]
fn files_are_read_for_every_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let peer = Peer::new();
    let settings = peer.settings(json!({
        "auth": { "bearer_token_file": "token" }, "header_files": { "X-Key": "key" },
    }));
    let mut rig = Rig::in_folder(folder.path(), &settings);
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    for turn in ["1", "2"] {
        write("token", &format!("token-{turn}\n"));
        write("key", &format!("key-{turn}\r\n"));
        rig.pulse(start, &[]).ok();
        let mut stream = peer.accept_raw();
        let head = peer.read_head(&mut stream);
        for line in [format!("authorization: Bearer token-{turn}"), format!("x-key: key-{turn}")] {
            assert!(head.contains(&format!("\r\n{line}\r\n")), "{head}");
        }
        peer.write(&mut stream, b"HTTP/1.1 401 Unauthorized\r\n\r\n");
        drop(stream);
        assert_eq!(rig.wait(on_error).error("401 Unauthorized"), "handshake");
    }
    write("key", "one\r\nEvil: two");
    rig.pulse(start, &[]).ok();
    let error = rig.wait(on_error);
    assert_eq!(error.error("`header_files.X-Key`: the value contains a line break"), "credentials");
    assert!(!error.text("message").contains("Evil"));
    fs::remove_file(folder.path().join("token")).unwrap();
    rig.pulse(start, &[]).ok();
    let error = rig.wait(on_error).error("`auth.bearer_token_file`: cannot read ");
    assert_eq!(error, "credentials");
    assert!(!rig.log.all().iter().any(|line| line.contains("key-") || line.contains("token-")));
}

#[test]
fn a_start_overrides_the_settings() {
    let peer = Peer::new();
    let more = json!({ "auth": { "bearer_token_file": "none" }, "origin": "http://old" });
    let rig = Rig::new(&peer.settings(more));
    let [start] = rig.nodes("Echo", ["client_start"]);
    let pairs = [("Authorization", "Mine"), ("Origin", "http://new")];
    let pairs = pairs.map(|(name, value)| (Text::from(name), Value::from(value)));
    rig.pulse(start, &[Value::from(""), Dictionary::from_iter(pairs).into()]).ok();
    let head = peer.read_head(&mut peer.accept_raw());
    assert!(head.contains("\r\nauthorization: Mine\r\n"), "{head}");
    assert!(head.contains("\r\nOrigin: http://new\r\n") && !head.contains("old"), "{head}");
}

#[test]
fn mistakes_in_a_handshake_are_reported_without_secrets() {
    for (more, at, code) in [
        (json!({ "origin": "example.com" }), "/origin", "bad_origin"),
        (json!({ "origin": "https://a/b" }), "/origin", "bad_origin"),
        (json!({ "origin": "https://a\r\nEvil: x" }), "/origin", "bad_origin"),
        (json!({ "origin": "null", "headers": { "Origin": "x" } }), "/origin", "duplicate_header"),
        (json!({ "cookies": { "a b": "1" } }), "/cookies/a b", "bad_cookie"),
        (json!({ "cookies": { "a": "hunter2; b" } }), "/cookies/a", "bad_cookie"),
        (
            json!({ "cookies": { "a": "1" }, "headers": { "cookie": "x" } }),
            "/cookies",
            "duplicate_header",
        ),
        (
            json!({ "header_files": { "X": "f" }, "headers": { "x": "y" } }),
            "/header_files/X",
            "duplicate_header",
        ),
        (json!({ "header_files": { "Host": "f" } }), "/header_files/Host", "reserved_header"),
        (json!({ "auth": { "password": "hunter2" } }), "/auth", "bad_auth"),
        (json!({ "auth": { "username": "a:b" } }), "/auth", "bad_auth"),
        (
            json!({ "auth": { "username": "a", "password": "hunter2", "password_file": "f" } }),
            "/auth",
            "bad_auth",
        ),
        (json!({ "auth": { "username": "a", "bearer_token": "hunter2" } }), "/auth", "bad_auth"),
        (json!({ "auth": { "bearer_token": "hunter2\r\nEvil: x" } }), "/auth", "bad_auth"),
        (
            json!({ "auth": { "bearer_token": "hunter2" }, "headers": { "Authorization": "x" } }),
            "/auth",
            "duplicate_header",
        ),
    ] {
        mistaken(more, at, code);
    }
}

#[test]
fn mistakes_in_proxy_and_tls_are_reported_without_secrets() {
    for (more, at, code) in [
        (json!({ "proxy": { "url": "https://p" } }), "/proxy/url", "bad_proxy"),
        (json!({ "proxy": { "url": "http://me:hunter2@p" } }), "/proxy/url", "credentials_in_url"),
        (json!({ "proxy": { "username": "me" } }), "/proxy/username", "bad_auth"),
        (json!({ "proxy": { "url": "p:1", "password": "hunter2" } }), "/proxy", "bad_auth"),
        (
            json!({ "proxy": { "no_proxy": ["ok.test", "a b"] } }),
            "/proxy/no_proxy/1",
            "bad_no_proxy",
        ),
        (json!({ "tls": { "client_key": "k" } }), "/tls", "bad_tls"),
        (json!({ "tls": { "ca_file": "none.pem" } }), "/tls/ca_file", "bad_tls"),
        (json!({ "tls": { "system_roots": false } }), "/tls/ca_file", "bad_tls"),
        (json!({ "tls": { "server_name": "a b" } }), "/tls/server_name", "bad_tls"),
    ] {
        mistaken(more, at, code);
    }
}

/// The settings have one mistake at this place, and the password in them is not told.
fn mistaken(more: Json, at: &str, code: &str) {
    let section = Peer::new().settings(more);
    let found = Rig::mistakes("".as_ref(), &section);
    let told: Vec<_> = found.iter().map(|one| (one.pointer.as_str(), one.code.as_str())).collect();
    assert_eq!(told, [(format!("/connections/0{at}").as_str(), code)]);
    assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
}

/// The request that is sent with these settings.
fn request(more: Json) -> String {
    let peer = Peer::new();
    let rig = Rig::new(&peer.settings(more));
    let [start] = rig.nodes("Echo", ["client_start"]);
    rig.pulse(start, &[]).ok();
    peer.read_head(&mut peer.accept_raw())
}
