use crate::subjects::{Client, Mode};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Measures the program against other WebSocket clients.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    /// Less of everything: few connections, three short rounds; for a look, not for figures.
    #[arg(long)]
    pub(crate) quick: bool,
    /// What is measured.
    #[arg(long, value_delimiter = ',', default_value = "start,speed,growth")]
    pub(crate) parts: Vec<Part>,
    /// Which clients; those that are not installed are left out.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "pulsewire,other,plain,batching,raw,python,node,node-red"
    )]
    pub(crate) clients: Vec<Client>,
    /// What is done with them.
    #[arg(long, value_delimiter = ',', default_value = "latency,throughput,receive")]
    pub(crate) cases: Vec<Case>,
    /// Sizes of messages in bytes.
    #[arg(long, value_delimiter = ',', default_value = "16,1024,65536")]
    pub(crate) sizes: Vec<usize>,
    /// Numbers of connections.
    #[arg(long, value_delimiter = ',', default_value = "1,10,1000")]
    pub(crate) connections: Vec<usize>,
    /// How often everything is measured, each client in turn; the median counts.
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,
    /// How long a measurement takes, in milliseconds.
    #[arg(long, default_value_t = 300)]
    pub(crate) during: u64,
    /// The program to measure, instead of building it.
    #[arg(long)]
    pub(crate) pulsewire: Option<PathBuf>,
    /// Another build of the program, to be compared.
    #[arg(long)]
    pub(crate) other: Option<PathBuf>,
    /// The folder for results.json and ratios.svg.
    #[arg(long, default_value = "target/bench")]
    pub(crate) out: PathBuf,
    /// What this program does besides measuring.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What this program does besides measuring.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Is one of the clients.
    #[command(hide = true)]
    Client {
        /// Which.
        client: Client,
        /// What it does.
        mode: Mode,
        /// Where it connects to.
        url: String,
        /// How often.
        connections: usize,
    },
    /// Draws where the time of the program goes while it echoes messages of 1 KiB; needs `perf`.
    Flame {
        /// The picture.
        #[arg(default_value = "tests/bench/flame-1kib.svg")]
        to: PathBuf,
    },
}

/// A part of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// How long until the first pulse.
    Start,
    /// Latency, throughput, receiving.
    Speed,
    /// More connections, more graphs.
    Growth,
}

/// What is done with a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Case {
    /// One message in flight: round trips.
    Latency,
    /// 256 messages in flight, or one on each connection when there are more.
    Throughput,
    /// The client only reads.
    Receive,
}

impl Case {
    /// Its name in tables.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Throughput => "throughput",
            Self::Receive => "receive",
        }
    }

    /// What the client does in it.
    #[must_use]
    pub(crate) fn mode(self) -> Mode {
        if self == Self::Receive { Mode::Receive } else { Mode::Echo }
    }
}

impl Options {
    /// Applies `--quick`.
    pub(crate) fn apply_quick(&mut self) {
        if self.quick {
            self.connections.retain(|connections| *connections <= 10);
            (self.rounds, self.during) = (self.rounds.min(3), self.during.min(150));
        }
    }

    /// How long a measurement takes.
    #[must_use]
    pub(crate) fn duration(&self) -> Duration {
        Duration::from_millis(self.during)
    }
}
