//! The clients that are measured: each connects to the driver and, in an echo, sends back what comes.

mod project;
mod raw;
mod running;
mod tools;
mod tungstenite;

pub(crate) use project::write_large_project;
pub(crate) use running::Subject;
pub(crate) use tools::Tools;

use clap::ValueEnum;
use std::io;

/// What a client does with what it receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// It sends it back.
    Echo,
    /// Nothing.
    Receive,
}

/// A client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub(crate) enum Client {
    /// The program, with a graph On WebSocket Receive -> WebSocket Client Send.
    Pulsewire,
    /// Another build of the program, given with `--other`.
    Other,
    /// tokio-tungstenite on one thread with TCP_NODELAY: `send` for each message.
    Plain,
    /// The same, but `feed` for each message and `flush` when nothing more is ready.
    Batching,
    /// A TCP loop that rewrites frame headers and copies the rest: the limit.
    Raw,
    /// Python's `websockets`.
    Python,
    /// Node's `ws`.
    Node,
    /// Node-RED, with a flow websocket in -> websocket out.
    NodeRed,
}

impl Client {
    /// Its name in tables.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pulsewire => "pulsewire",
            Self::Other => "other",
            Self::Plain => "plain",
            Self::Batching => "batching",
            Self::Raw => "raw loop",
            Self::Python => "python",
            Self::Node => "node ws",
            Self::NodeRed => "node-red",
        }
    }
}

/// Is one of the clients that are part of this program, until the driver hangs up.
///
/// # Errors
/// What the network says.
pub(crate) fn run_client(
    client: Client,
    mode: Mode,
    url: &str,
    connections: usize,
) -> io::Result<()> {
    crate::process::raise_descriptor_limit()?;
    match client {
        Client::Plain => tungstenite::run(url, connections, mode, false),
        Client::Batching => tungstenite::run(url, connections, mode, true),
        Client::Raw => raw::run(url, connections, mode),
        other => Err(io::Error::other(format!("{} is a program of its own", other.name()))),
    }
}
