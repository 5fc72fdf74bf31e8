//! The program as a client of other people's servers.

use pulsewire_tests::{Graph, Peer, Project, Running};
use serde_json::{Value as Json, json};

#[test]
fn text_binary_and_empty_messages_are_echoed() {
    for (_peer, url, mut server) in servers() {
        let graph = client()
            .node("words", SEND, json!({ "configuration": "Peer", "message": "grüezi" }))
            .node("nothing", SEND, json!({ "configuration": "Peer", "message": "" }))
            .node("bytes", SEND, binary("hello"))
            .node("no_bytes", SEND, binary(""))
            .wires(&[
                "opened.pulse -> words.pulse",
                "words.pulse -> nothing.pulse",
                "nothing.pulse -> bytes.pulse",
                "bytes.pulse -> no_bytes.pulse",
            ])
            .print("came", "received.pulse", "[{received.message}] {received.was_binary}");
        let mut run = project(&url, &graph).run(&[]);
        for line in ["[grüezi] false", "[] false", "[hello] true", "[] true"] {
            assert_eq!(run.expect_line("["), line);
        }
        for line in ["text grüezi", "text", "binary 68656c6c6f", "binary"] {
            assert_eq!(server.expect_line(""), line);
        }
        run.stop();
        let _ = run.wait().with_status(0);
        assert_eq!(server.expect_line("closed"), "closed 1001");
    }
}

#[test]
fn a_message_of_one_mebibyte_is_echoed() {
    for (peer, url, mut server) in servers() {
        for (kind, is_binary) in [("text", false), ("binary", true)] {
            let graph = client()
                .variable("big", "String", json!("x"))
                .node(
                    "twenty_times",
                    "flow.for_loop",
                    json!({ "first_index": 0, "last_index": 20 }),
                )
                .node("old", "variable.get", json!({ "variable": "big" }))
                .node("double", "string.concat", json!({}))
                .node("new", "variable.set", json!({ "variable": "big" }))
                .node("send", SEND, json!({ "configuration": "Peer", "is_binary": is_binary }))
                .node("length", "string.length", json!({}))
                .node("same", "compare.is_equal", json!({ "data_type": "String" }))
                .node("exit", "program.exit", json!({}))
                .wires(&[
                    "opened.pulse -> twenty_times.pulse",
                    "twenty_times.pulse -> new.pulse",
                    "old.value -> double.input_1",
                    "old.value -> double.input_2",
                    "double.output -> new.value",
                    "twenty_times.on_end -> send.pulse",
                    "old.value -> send.message",
                    "received.message -> length.string",
                    "received.message -> same.a",
                    "old.value -> same.b",
                    "came.pulse -> exit.pulse",
                ])
                .print("came", "received.pulse", "{length.length} {same.c}");
            let run = project(&url, &graph).run(&[]).wait().with_status(0);
            let told = format!("1048576 true\n{GOES_AWAY}");
            assert_eq!(run.stdout, told, "{peer:?} {kind}");
            assert_eq!(server.expect_line(kind), format!("{kind} of 1048576"));
        }
    }
}

#[test]
fn a_thousand_messages_are_echoed_in_order() {
    for (peer, url, _server) in servers() {
        let graph = client()
            .node(
                "thousand_times",
                "flow.for_loop",
                json!({ "first_index": 0, "last_index": 1000 }),
            )
            .node("number", "string.format", json!({ "pattern": "{n}", "parameters": ["n"] }))
            .node("send", SEND, json!({ "configuration": "Peer" }))
            .wires(&[
                "opened.pulse -> thousand_times.pulse",
                "thousand_times.pulse -> send.pulse",
                "thousand_times.index -> number.n",
                "number.formatted -> send.message",
            ])
            .print("came", "received.pulse", "got {received.message}");
        let mut run = project(&url, &graph).run(&[]);
        run.expect_line("got 999");
        run.stop();
        let run = run.wait().with_status(0);
        let expected: String = (0..1000).map(|number| format!("got {number}\n")).collect();
        assert_eq!(run.stdout, expected + GOES_AWAY, "{peer:?}");
    }
}

#[test]
fn the_peer_closes_with_a_code_and_a_reason() {
    for (_peer, url, mut server) in servers() {
        let graph = client()
            .node("ask", SEND, json!({ "configuration": "Peer", "message": "close 4001 bye" }))
            .wires(&["opened.pulse -> ask.pulse"]);
        let run = project(&url, &graph).run(&[]).wait().with_status(0);
        assert_eq!(run.stdout, "stopped 4001 bye clean=true by_me=false\n");
        server.expect_line("closed 4001 bye");
    }
}

#[test]
fn the_program_closes_with_a_code_and_a_reason() {
    for (_peer, url, mut server) in servers() {
        let stop = json!({ "configuration": "Peer", "code": 4002, "reason": "done here" });
        let graph = client()
            .node("stop", "websocket.client_stop", stop)
            .wires(&["opened.pulse -> stop.pulse"]);
        let run = project(&url, &graph).run(&[]).wait().with_status(0);
        assert_eq!(run.stdout, "stopped 4002 done here clean=true by_me=true\n");
        server.expect_line("closed 4002 done here");
    }
}

const SEND: &str = "websocket.client_send";

/// The last line of a client that was still open at the end of the program.
const GOES_AWAY: &str = "stopped 1001  clean=true by_me=true\n";

/// An echo server of each peer that is set up, with its address.
fn servers() -> impl Iterator<Item = (Peer, String, Running)> {
    [Peer::Python, Peer::Node].into_iter().filter(|peer| peer.is_installed()).map(|peer| {
        let (server, url) = peer.server();
        (peer, url, server)
    })
}

fn project(url: &str, graph: &Graph) -> Project {
    Project::new()
        .websocket(json!({ "connections": [{ "name": "Peer", "url": url }] }))
        .logic("main", graph)
}

/// A client that connects, and exits with a line about how the connection ended.
fn client() -> Graph {
    let peer = json!({ "configuration": "Peer" });
    Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", peer.clone())
        .node("opened", "websocket.on_start", peer.clone())
        .node("received", "websocket.on_receive", peer.clone())
        .node("stopped", "websocket.on_stop", peer)
        .node("end", "program.exit", json!({}))
        .wires(&["begin.pulse -> start.pulse", "over.pulse -> end.pulse"])
        .print(
            "over",
            "stopped.pulse",
            "stopped {stopped.code} {stopped.reason} clean={stopped.was_clean} by_me={stopped.by_me}",
        )
}

fn binary(message: &str) -> Json {
    json!({ "configuration": "Peer", "message": message, "is_binary": true })
}
