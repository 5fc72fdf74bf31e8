use crate::program::target;
use crate::{Running, root};
use serde_json::Value as Json;
use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

/// A third-party WebSocket library, as an echo server and as a client that follows a script.
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
    /// `close 4001 bye` makes it close with that code and reason.
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

    /// The same with these options of the library; Python only.
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

    /// The same with these options of the library; Python only. It prints `open SUBPROTOCOL`, `refused STATUS` when
    /// the handshake fails, and `closed CODE` when it is closed in a step.
    #[must_use]
    pub fn client_with(self, url: &str, options: &Json, steps: &[&str]) -> Running {
        let mut command = self.command("client", &[&[url], steps].concat());
        command.env("PEER_OPTIONS", options.to_string());
        Running::start(command)
    }

    /// Whether `tests/set-up` installed this peer. A test returns early when it is missing.
    #[must_use]
    pub fn is_installed(self) -> bool {
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

    /// The file that `tests/set-up` writes when it is done.
    fn installed(self) -> PathBuf {
        scratch().join(match self {
            Self::Python => "python/installed",
            Self::Node => "node/installed",
        })
    }
}

/// The folder into which `tests/set-up` installs.
#[must_use]
pub fn scratch() -> PathBuf {
    target().join("peers")
}

/// Prints that a test is skipped, and why; fails where `CI` is set.
pub fn skip(why: &str) {
    assert!(env::var_os("CI").is_none(), "not set up, and CI skips nothing: {why}");
    note(why);
}

/// Prints that something is skipped. Writes to stderr directly because the test harness captures `eprintln!`.
pub fn note(why: &str) {
    let _ = std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes());
}
