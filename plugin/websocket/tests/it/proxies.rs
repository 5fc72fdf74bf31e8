//! Proxies, byte by byte. What real ones do is tested from outside.

use crate::peer::Peer;
use crate::rig::Rig;
use serde_json::{Value as Json, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

#[test]
fn an_http_proxy_gets_a_connect_request() {
    let (peer, mut rig, on_start, _) = start(json!({ "url": "http://127.0.0.1" }));
    let mut stream = peer.accept_raw();
    let asked = peer.read_head(&mut stream);
    assert_eq!(asked, "CONNECT echo.invalid:81 HTTP/1.1\r\nHost: echo.invalid:81\r\n\r\n");
    peer.write(&mut stream, b"HTTP/1.0 200 Connection established\r\n\r\n");
    serve(&peer, stream);
    rig.wait(on_start);
}

#[test]
fn a_socks_proxy_gets_a_connect_request() {
    let (peer, mut rig, on_start, _) = start(json!({ "url": "socks5://127.0.0.1" }));
    let mut stream = peer.accept_raw();
    assert_eq!(read::<3>(&peer, &mut stream), [5, 1, 0]);
    peer.write(&mut stream, &[5, 0]);
    assert_eq!(&read::<19>(&peer, &mut stream), b"\x05\x01\x00\x03\x0cecho.invalid\x00\x51");
    peer.write(&mut stream, b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x01");
    serve(&peer, stream);
    rig.wait(on_start);
}

#[test]
fn credentials_are_shown_to_the_proxy_alone() {
    let who = |url| json!({ "url": url, "username": "me", "password": "secret" });
    let (peer, mut rig, on_start, _) = start(who("http://127.0.0.1"));
    let mut stream = peer.accept_raw();
    let asked = peer.read_head(&mut stream);
    assert!(asked.contains("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n"), "{asked}");
    peer.write(&mut stream, b"HTTP/1.1 200 OK\r\n\r\n");
    let head = serve(&peer, stream);
    assert!(!head.to_ascii_lowercase().contains("authorization"), "{head}");
    rig.wait(on_start);
    let (peer, mut rig, on_start, _) = start(who("socks5://127.0.0.1"));
    let mut stream = peer.accept_raw();
    assert_eq!(read::<4>(&peer, &mut stream), [5, 2, 0, 2]);
    peer.write(&mut stream, &[5, 2]);
    assert_eq!(&read::<11>(&peer, &mut stream), b"\x01\x02me\x06secret");
    peer.write(&mut stream, &[1, 0]);
    read::<19>(&peer, &mut stream);
    peer.write(&mut stream, b"\x05\x00\x00\x03\x01x\x00\x01");
    serve(&peer, stream);
    rig.wait(on_start);
    assert!(!rig.log.has("secret"));
}

#[test]
fn the_refusal_of_a_proxy_is_reported() {
    let http: &[(&[u8], &str)] = &[
        (b"HTTP/1.1 407 No\r\n\r\n", "it requires a user name and password"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "it responds with HTTP/1.1 502 Bad Gateway"),
        (b"", "closed the connection without a response"),
    ];
    for (answer, says) in http {
        let (peer, mut rig, _, on_error) = start(json!({ "url": "http://127.0.0.1" }));
        let mut stream = peer.accept_raw();
        peer.read_head(&mut stream);
        peer.write(&mut stream, answer);
        drop(stream);
        let place = format!("echo.invalid:81: through the proxy 127.0.0.1:{}: ", peer.port);
        let error = rig.wait(on_error);
        assert!(error.text("message").starts_with(&place), "{error:?}");
        assert_eq!(error.error(says), "proxy");
    }
    let socks: &[(&[u8], &str)] = &[
        (&[5, 0xFF], "it requires a user name and password"),
        (&[5, 1], "an unsupported authentication method"),
        (b"HT", "it is not a SOCKS5 proxy"),
        (&[5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0], "it reports: nothing listens there"),
        (&[5, 0, 5, 2, 0, 1, 0, 0, 0, 0, 0, 0], "it reports: not allowed by its rules"),
        (&[5], "without a closing handshake"),
    ];
    for (answer, says) in socks {
        let (peer, mut rig, _, on_error) = start(json!({ "url": "socks5://127.0.0.1" }));
        let mut stream = peer.accept_raw();
        read::<3>(&peer, &mut stream);
        peer.write(&mut stream, answer);
        peer.shut(&mut stream);
        assert_eq!(rig.wait(on_error).error(says), "proxy");
    }
}

#[test]
fn an_unreachable_proxy_is_reported() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({ "proxy": { "url": "socks5://127.0.0.1:1" } })));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let says = "through the proxy 127.0.0.1:1: nothing listens there";
    assert_eq!(rig.wait(on_error).error(says), "proxy");
}

#[test]
fn servers_in_no_proxy_are_reached_directly() {
    let peer = Peer::new();
    let proxy = json!({ "url": "http://127.0.0.1:1", "no_proxy": ["127.0.0.0/8"] });
    let mut rig = Rig::new(&peer.settings(json!({ "proxy": proxy })));
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    rig.pulse(start, &[]).ok();
    let _socket = peer.accept();
    rig.wait(on_start);
}

#[test]
fn the_time_to_connect_holds_for_proxies_and_tls_too() {
    for proxy in [json!({}), json!({ "url": "http://" }), json!({ "url": "socks5://" })] {
        let (peer, mut proxy) = (Peer::new(), proxy);
        if let Some(url) = proxy.get("url").and_then(Json::as_str) {
            proxy["url"] = format!("{url}127.0.0.1:{}", peer.port).into();
        }
        let more = json!({ "url": "wss://127.0.0.1/", "proxy": proxy, "connect_timeout_ms": 50 });
        let mut rig = Rig::new(&peer.settings(more));
        let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
        rig.pulse(start, &[]).ok();
        let _silent = peer.accept_raw();
        assert_eq!(rig.wait(on_error).error("no answer within 50 ms"), "timeout");
    }
}

/// Starts a connection to a server that only a proxy can know, by way of this peer.
fn start(mut proxy: Json) -> (Peer, Rig, usize, usize) {
    let peer = Peer::new();
    proxy["url"] = format!("{}:{}", proxy["url"].as_str().unwrap(), peer.port).into();
    let connection = json!({ "name": "Echo", "url": "ws://echo.invalid:81/", "proxy": proxy });
    let rig = Rig::new(&json!({ "connections": [connection] }));
    let [start, on_start, on_error] = rig.nodes("Echo", ["client_start", "on_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    (peer, rig, on_start, on_error)
}

/// From here on the peer is the server; gives the request.
fn serve(peer: &Peer, mut stream: TcpStream) -> String {
    let head = peer.read_head(&mut stream);
    peer.write(&mut stream, crate::client_start::answer_text(&head, "").as_bytes());
    head
}

fn read<const N: usize>(peer: &Peer, stream: &mut TcpStream) -> [u8; N] {
    let mut bytes = [0; N];
    peer.run(stream.read_exact(&mut bytes)).unwrap();
    bytes
}
