//! The command line: one file a command.

mod check;
mod completions;
mod duration;
mod graph;
mod help;
mod inspect;
mod new;
mod node;
mod output;
mod plugin;
mod probe;
mod run;
mod schema;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use pulsewire_runtime::Exit;
use std::path::PathBuf;

/// Runs node graphs that talk to the world
#[derive(Debug, Parser)]
#[command(name = "pulsewire", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Look for plugins in this folder too (may be given several times)
    #[arg(long, global = true, value_name = "DIR")]
    pub plugin_dir: Vec<PathBuf>,
    /// Say more in the log: -v info, -vv debug, -vvv trace
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// How log lines are written to the standard error
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub log_format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::RunArgs),
    Check(check::CheckArgs),
    New(new::NewArgs),
    #[command(subcommand)]
    Plugin(plugin::PluginCommand),
    #[command(subcommand)]
    Node(node::NodeCommand),
    Graph(graph::GraphArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    #[command(name = "__probe-plugin", hide = true)]
    Probe(probe::ProbeArgs),
}

impl Cli {
    /// Reads the command line of this process. Wrong usage and `--help` end it here.
    #[must_use]
    pub fn read() -> Self {
        let mut command = help::grouped(Self::command());
        let matches = command.get_matches_mut();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut command).exit())
    }
}

/// Does what the command line says.
#[must_use]
pub fn execute(cli: Cli) -> Exit {
    crate::logging::tell_panics();
    let global = cli.global;
    match cli.command {
        Command::Run(args) => run::execute(&args, &global),
        Command::Check(args) => check::execute(&args, &global),
        Command::New(args) => new::execute(&args, &global),
        Command::Plugin(command) => plugin::execute(&command, &global),
        Command::Node(command) => node::execute(&command, &global),
        Command::Graph(args) => graph::execute(&args, &global),
        Command::Schema(args) => schema::execute(&args, &global),
        Command::Completions(args) => completions::execute(&args, &global),
        Command::Probe(args) => probe::execute(&args),
    }
}
