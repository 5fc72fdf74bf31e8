//! permessage-deflate with other people's clients and servers, and with those who mean harm.

use flate2::{Compress, Compression, FlushCompress};
use pulsewire_tests::{Graph, Peer, Project, Running, sockets};
use serde_json::{Value as Json, json};
use std::io::{Read, Write};

const SEND: &str = "websocket.server_send";
const STEPS: [&str; 6] =
    ["text grüezi", "text", "binary 00ff7f80", "big-text 100000", "big-binary 200000", "many 300"];

/// What the peer wants, what the settings say, and what comes of it with our server.
fn as_server() -> [(Json, Json, &'static str); 5] {
    [
        (json!({}), json!({}), "permessage-deflate"),
        (
            json!({ "server_no_context_takeover": true, "client_no_context_takeover": true }),
            json!({ "threshold_bytes": 0 }),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        ),
        (
            json!({ "server_max_window_bits": 9, "client_max_window_bits": 10 }),
            json!({ "threshold_bytes": 0, "level": 9 }),
            "permessage-deflate; server_max_window_bits=9; client_max_window_bits=10",
        ),
        (
            json!({}),
            json!({ "client_max_window_bits": 11, "server_max_window_bits": 12, "level": 1 }),
            "permessage-deflate; server_max_window_bits=12; client_max_window_bits=11",
        ),
        (
            json!({}),
            json!({ "client_no_context_takeover": true, "server_no_context_takeover": true }),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        ),
    ]
}

#[test]
fn our_server_agrees_with_every_client() {
    for peer in [Peer::Python, Peer::Node].into_iter().filter(|peer| peer.is_installed()) {
        for (wanted, settings, agreed) in as_server() {
            let (mut server, url) = server(&settings, &json!({}));
            let client = peer.compressing_client(&url, &wanted, &STEPS).wait().with_status(0);
            assert_eq!(client.stdout.matches(": same").count(), 5, "{client:?}");
            assert!(client.stdout.ends_with("many 300: in order\n"), "{client:?}");
            assert_eq!(server.expect_line("here"), format!("here [{agreed}]"), "{peer:?}");
        }
    }
}

/// zlib refuses what leaves a window of 256 bytes, so this tells whether we keep to it.
#[test]
fn our_server_respects_the_smallest_window() {
    if Peer::Python.is_installed() {
        let (mut server, url) = server(&json!({ "threshold_bytes": 0, "level": 9 }), &json!({}));
        let smallest = json!({ "server_max_window_bits": 8 });
        let client = Peer::Python.compressing_client(&url, &smallest, &STEPS).wait().with_status(0);
        assert!(client.stdout.ends_with("many 300: in order\n"), "{client:?}");
        server.expect_line("here [permessage-deflate; server_max_window_bits=8]");
    }
}

#[test]
fn a_client_without_compression_is_served_too() {
    for peer in [Peer::Python, Peer::Node].into_iter().filter(|peer| peer.is_installed()) {
        let (mut server, url) = server(&json!({}), &json!({}));
        let _ = peer.client(&url, &["text hello", "big-text 5000"]).wait().with_status(0);
        assert_eq!(server.expect_line("here"), "here []");
    }
}

#[test]
fn our_client_agrees_with_every_server() {
    let table = [
        (json!({}), json!({})),
        (
            json!({ "server_no_context_takeover": true, "client_no_context_takeover": true }),
            json!({ "threshold_bytes": 0 }),
        ),
        (
            json!({ "server_max_window_bits": 9, "client_max_window_bits": 9 }),
            json!({ "threshold_bytes": 0, "level": 9 }),
        ),
        (json!({}), json!({ "server_max_window_bits": 10, "client_no_context_takeover": true })),
    ];
    for peer in [Peer::Python, Peer::Node].into_iter().filter(|peer| peer.is_installed()) {
        for (wanted, settings) in &table {
            let (mut server, url) = peer.compressing_server(wanted);
            let mut run = client(&url, settings);
            let agreed = run.expect_line("open");
            assert!(agreed.starts_with("open [permessage-deflate"), "{peer:?} {agreed}");
            for number in [0, 1, 999] {
                assert!(run.expect_line(&format!("got {number}: ")).ends_with("over the lazy dog"));
            }
            assert!(server.expect_line("text 999").starts_with("text 999: the quick"));
            run.stop();
            let _ = run.wait().with_status(0);
        }
    }
}

#[test]
fn ten_gibibytes_in_ten_mebibytes_cost_no_more_than_the_limit() {
    let (mut server, url) = server(&json!({}), &json!({ "max_message_bytes": 8 << 20 }));
    let port: u16 = url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let before = server.peak_memory();
    let mut stream = sockets::open_raw(port);
    stream
        .write_all(
            b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
              Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
              Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
        )
        .unwrap();
    server.expect_line("here [permessage-deflate]");
    let zeros = mebibyte().repeat(10 << 10);
    assert!(zeros.len() < 11 << 20);
    let mut frame = vec![0xc2, 0xff];
    frame.extend((zeros.len() as u64).to_be_bytes());
    frame.extend([0; 4]);
    frame.extend(zeros);
    // The server may be gone before it has all.
    let _ = stream.write_all(&frame);
    let mut told = Vec::new();
    let _ = stream.read_to_end(&mut told);
    drop(stream);
    assert!(server.expect_line("left").starts_with("left 1009 too_large"));
    let more = server.peak_memory() - before;
    assert!(more < 40 << 20, "{more} bytes");
}

/// One mebibyte of zeros, compressed so that any number of them may follow each other.
fn mebibyte() -> Vec<u8> {
    let mut deflated = Vec::with_capacity(1 << 12);
    let mut engine = Compress::new(Compression::best(), false);
    engine.compress_vec(&vec![0; 1 << 20], &mut deflated, FlushCompress::Full).unwrap();
    deflated
}

/// Our echo server with this compression, and its address.
fn server(compression: &Json, more: &Json) -> (Running, String) {
    let mut server = json!({ "name": "Echo", "port": 0, "compression": compression });
    let fields = server.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let echo = json!({ "configuration": "Echo" });
    let binary = json!({ "configuration": "Echo", "is_binary": true });
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.server_start", echo.clone())
        .node("started", "websocket.on_server_start", echo.clone())
        .node("came", "websocket.on_server_connect", echo.clone())
        .node("left", "websocket.on_server_disconnect", echo.clone())
        .node("failed", "websocket.on_server_error", echo.clone())
        .node("received", "websocket.on_server_receive", binary.clone())
        .node("binary", "flow.branch", json!({}))
        .node("as_binary", SEND, binary)
        .node("as_text", SEND, echo)
        .wires(&[
            "begin.pulse -> start.pulse",
            "received.pulse -> binary.pulse",
            "received.was_binary -> binary.input",
            "binary.on_true -> as_binary.pulse",
            "binary.on_false -> as_text.pulse",
            "received.client -> as_binary.client",
            "received.client -> as_text.client",
            "received.message -> as_binary.message",
            "received.message -> as_text.message",
        ])
        .print("port", "started.pulse", "port {started.port}")
        .print("here", "came.pulse", "here [{came.extensions}]")
        .print("gone", "left.pulse", "left {left.code} {left.reason}")
        .print("wrong", "failed.pulse", "failed {failed.kind}");
    let project = Project::new().websocket(json!({ "servers": [server] }));
    let mut server = project.logic("main", &graph).run(&[]);
    let url = format!("ws://127.0.0.1:{}/", server.expect_port());
    (server, url)
}

/// Our client with this compression: it sends a thousand messages and prints what comes back.
fn client(url: &str, compression: &Json) -> Running {
    let peer = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", peer.clone())
        .node("opened", "websocket.on_start", peer.clone())
        .node("received", "websocket.on_receive", peer.clone())
        .node("times", "flow.for_loop", json!({ "first_index": 0, "last_index": 1000 }))
        .node("words", "string.format", json!({ "pattern": WORDS, "parameters": ["n"] }))
        .node("send", "websocket.client_send", peer)
        .wires(&[
            "begin.pulse -> start.pulse",
            "open.pulse -> times.pulse",
            "times.pulse -> send.pulse",
            "times.index -> words.n",
            "words.formatted -> send.message",
        ])
        .print("open", "opened.pulse", "open [{opened.extensions}]")
        .print("came", "received.pulse", "got {received.message}");
    let connection = json!({ "name": "Peer", "url": url, "compression": compression });
    let project = Project::new().websocket(json!({ "connections": [connection] }));
    project.logic("main", &graph).run(&[])
}

const WORDS: &str = "{n}: the quick brown fox jumps over the lazy dog";
