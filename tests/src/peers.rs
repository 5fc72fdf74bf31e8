use crate::program::target;
use crate::{Running, root};
use serde_json::Value as Json;
use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// A WebSocket library that is not ours, as an echo server and as a client that follows a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Python's `websockets`.
    Python,
    /// Node's `ws`.
    Node,
}

impl Peer {
    /// An echo server on a free port, and its address. It prints what it receives (`text hello`,
    /// `binary 00ff`, `text of 1048576`), and how a connection closed (`closed 1000 reason`). The text
    /// `close 4001 bye` makes it close so.
    #[must_use]
    pub fn server(self) -> (Running, String) {
        self.start_server(self.command("server", &[]))
    }

    /// The same with permessage-deflate and these parameters.
    #[must_use]
    pub fn compressing_server(self, parameters: &Json) -> (Running, String) {
        let mut command = self.command("server", &[]);
        command.env("PEER_COMPRESSION", parameters.to_string());
        self.start_server(command)
    }

    /// The same with these options of the library; Python's alone.
    #[must_use]
    pub fn server_with(self, options: &Json) -> (Running, String) {
        let mut command = self.command("server", &[]);
        command.env("PEER_OPTIONS", options.to_string());
        self.start_server(command)
    }

    fn start_server(self, command: Command) -> (Running, String) {
        let mut server = Running::start(command);
        let url = format!("ws://127.0.0.1:{}/", server.expect_port());
        (server, url)
    }

    /// A client that takes these steps and prints a line about each: `text WORDS`, `binary HEX`,
    /// `big-text LENGTH`, `big-binary LENGTH`, `many COUNT` (each sends and waits for the echo),
    /// `close CODE REASON`, `await-close`.
    #[must_use]
    pub fn client(self, url: &str, steps: &[&str]) -> Running {
        Running::start(self.command("client", &[&[url], steps].concat()))
    }

    /// The same with permessage-deflate and these parameters.
    #[must_use]
    pub fn compressing_client(self, url: &str, parameters: &Json, steps: &[&str]) -> Running {
        let mut command = self.command("client", &[&[url], steps].concat());
        command.env("PEER_COMPRESSION", parameters.to_string());
        Running::start(command)
    }

    /// The same with these options of the library; Python's alone. It prints `open SUBPROTOCOL`, `refused STATUS` when
    /// it does not get in and `closed CODE` when it is closed in a step.
    #[must_use]
    pub fn client_with(self, url: &str, options: &Json, steps: &[&str]) -> Running {
        let mut command = self.command("client", &[&[url], steps].concat());
        command.env("PEER_OPTIONS", options.to_string());
        Running::start(command)
    }

    /// Whether this peer was set up; a test without its peer returns at once.
    #[must_use]
    pub fn is_there(self) -> bool {
        let there = self.installed().exists();
        if !there {
            skip(&format!("{self:?} peer: run tests/set-up, which needs Python 3.11 and Node 20"));
        }
        there
    }

    fn command(self, part: &str, arguments: &[&str]) -> Command {
        let scripts = root().join("tests/peers");
        let mut command = match self {
            Self::Python => Command::new(scratch().join("python/bin/python")),
            Self::Node => Command::new("node"),
        };
        command.env("NODE_PATH", scratch().join("node/node_modules"));
        let script = match self {
            Self::Python => format!("{part}.py"),
            Self::Node => format!("{part}.js"),
        };
        command.arg(scripts.join(script)).args(arguments);
        command
    }

    /// The mark that `tests/set-up` leaves when it is done.
    fn installed(self) -> PathBuf {
        scratch().join(match self {
            Self::Python => "python/installed",
            Self::Node => "node/installed",
        })
    }
}

/// The folder for what tests install.
#[must_use]
pub fn scratch() -> PathBuf {
    target().join("peers")
}

/// Says that a test does not run here, and why; where `CI` is set this is a failure.
pub fn skip(why: &str) {
    assert!(env::var_os("CI").is_none(), "not set up, and CI skips nothing: {why}");
    note(why);
}

/// Says that something is left out. The words go past the test harness, which would keep them to itself.
pub fn note(why: &str) {
    let _ = std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes());
}
