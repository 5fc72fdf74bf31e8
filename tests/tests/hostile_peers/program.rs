use crate::bytes::{FIN, TEXT};
use crate::peer::Peer;
use crate::reading::PeerSees;
use crate::row::{Outcome, Row};
use pulsewire_tests::report::{connection, node};
use pulsewire_tests::sockets::{Listener, open_raw};
use pulsewire_tests::{Graph, Project, Report, Running};
use serde_json::{Value as Json, json};

/// The close code of the last good peer: a client does not reconnect after it.
pub(crate) const LAST: u16 = 4999;

/// The message that makes the program close the connection.
pub(crate) const ASK_TO_CLOSE: &str = "close";

/// A message that the program must not receive, since it comes after its Close.
pub(crate) const TOO_LATE: &str = "too late";

/// The role of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// The running program, which sends hello on each connection and echoes messages.
pub(crate) struct Program {
    side: Side,
    run: Running,
    /// Holds the report after the run.
    project: Project,
    door: Endpoint,
    /// The lines that it must print.
    lines: Vec<String>,
}

/// Where its connections are made.
enum Endpoint {
    /// The program connects to the peers.
    Theirs(Listener),
    /// The peers connect to the program.
    Own(u16),
}

impl Program {
    /// Starts it with these settings of its connection or server.
    pub(crate) fn start(side: Side, settings: &Json) -> Self {
        let listener = Listener::new();
        let mut peer = match side {
            Side::Client => json!({
                "url": listener.url(),
                "reconnect": { "initial_delay_ms": 1, "max_delay_ms": 1, "final_codes": [LAST] }
            }),
            Side::Server => json!({ "port": 0 }),
        };
        let fields = peer.as_object_mut().unwrap();
        fields.extend([("name".to_owned(), json!("Peer")), ("autostart".to_owned(), json!(true))]);
        fields.extend(settings.as_object().unwrap().clone());
        let list = if side == Side::Client { "connections" } else { "servers" };
        let project = Project::new().websocket(json!({ list: [peer] })).logic("main", &graph(side));
        let report = Report::of(&project);
        let mut run = project.run(&["--report", report.file()]);
        let door = match side {
            Side::Client => Endpoint::Theirs(listener),
            Side::Server => Endpoint::Own(run.expect_port()),
        };
        Self { side, run, project, door, lines: Vec::new() }
    }

    /// Its peak resident memory in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        self.run.peak_memory()
    }

    /// The peer of its next connection.
    pub(crate) fn connect(&self) -> Peer {
        let stream = match &self.door {
            Endpoint::Theirs(listener) => listener.accept(),
            Endpoint::Own(port) => open_raw(*port),
        };
        Peer::new(stream, self.side)
    }

    /// Checks that its next connection works; the peer closes it with this code.
    pub(crate) fn check_works(&mut self, code: u16) {
        let mut peer = self.connect();
        peer.upgrade();
        peer.expect_frame(FIN | TEXT, "hello");
        peer.frame(FIN | TEXT, "still here");
        peer.expect_frame(FIN | TEXT, "still here");
        peer.close(code);
        assert_eq!(peer.read_to_end(), PeerSees::Close(Some(code)), "what a good peer sees");
        self.expect_outcome("a good peer", &Outcome::closed(code));
    }

    /// Checks which events its graph gets for a connection.
    pub(crate) fn expect_outcome(&mut self, way: &str, outcome: &Outcome) {
        for line in outcome.lines() {
            let told = self.run.expect_line(line.split(' ').next().unwrap());
            assert_eq!(told, line, "what the graph is told, {way}");
            self.lines.push(line);
        }
    }

    /// Stops it and checks its status, that it printed the expected lines only, and that the report's counters add up.
    pub(crate) fn stop_and_check(self, row: &Row) {
        self.run.stop();
        let finished = self.run.wait().with_status(0);
        let begins = ["error ", "stopped ", TOO_LATE];
        let is_told = |line: &&str| begins.iter().any(|begin| line.starts_with(begin));
        let told: Vec<&str> = finished.stdout.lines().filter(is_told).collect();
        assert_eq!(told, self.lines, "{finished:#?}");
        let report = Report::of(&self.project).read();
        let peer = connection(&report, "Peer");
        let fired = ["hello", "echo"].map(|send| node(&report, send)["fired"].as_u64().unwrap());
        assert_eq!(peer["sent"], fired[0] + fired[1], "each Send is in the accounts: {peer:#}");
        assert_eq!(peer["leaked"], 0, "{peer:#}");
        assert!(!row.has_failed_sends || peer["failed"].as_u64() > Some(0), "{peer:#}");
    }
}

/// A graph that sends hello, echoes messages, and prints events.
fn graph(side: Side) -> Graph {
    let [opened, received, send, close, failed, stopped] = match side {
        Side::Client => {
            ["on_start", "on_receive", "client_send", "client_stop", "on_error", "on_stop"]
        }
        Side::Server => [
            "on_server_connect",
            "on_server_receive",
            "server_send",
            "server_disconnect",
            "on_server_error",
            "on_server_disconnect",
        ],
    }
    .map(|name| format!("websocket.{name}"));
    let of = json!({ "configuration": "Peer" });
    let graph = Graph::new()
        .node("opened", &opened, of.clone())
        .node("hello", &send, json!({ "configuration": "Peer", "message": "hello" }))
        .node("received", &received, of.clone())
        .node("which", "flow.switch", json!({ "cases": [ASK_TO_CLOSE, TOO_LATE] }))
        .node("close", &close, of.clone())
        .node("echo", &send, of.clone())
        .node("failed", &failed, of.clone())
        .node("stopped", &stopped, of.clone())
        .wires(&[
            "opened.pulse -> hello.pulse",
            "received.pulse -> which.pulse",
            "received.message -> which.input",
            "which.case_1 -> close.pulse",
            "which.default -> echo.pulse",
            "received.message -> echo.message",
        ])
        .print("late", "which.case_2", TOO_LATE)
        .print("no_hello", "hello.failed", "unsent: {hello.error}")
        .print("no_echo", "echo.failed", "unsent: {echo.error}")
        .print("told", "failed.pulse", "error {failed.kind}")
        .print(
            "told_stop",
            "stopped.pulse",
            "stopped {stopped.code} clean={stopped.was_clean} by_me={stopped.by_me}",
        );
    add_side_nodes(side, graph, of)
}

/// Adds the nodes that only this side needs.
fn add_side_nodes(side: Side, graph: Graph, of: Json) -> Graph {
    match side {
        // After WebSocket Client Stop it does not reconnect by itself.
        Side::Client => graph
            .node("by_me", "flow.branch", json!({}))
            .node("again", "websocket.client_start", of)
            .wires(&[
                "told_stop.pulse -> by_me.pulse",
                "stopped.by_me -> by_me.input",
                "by_me.on_true -> again.pulse",
            ]),
        Side::Server => graph
            .node("started", "websocket.on_server_start", of)
            .print("port", "started.pulse", "port {started.port}")
            .wires(&[
                "opened.client -> hello.client",
                "received.client -> echo.client",
                "received.client -> close.client",
            ]),
    }
}
