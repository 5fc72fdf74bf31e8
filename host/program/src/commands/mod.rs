//! The command line: one file per command.

mod check;
mod completions;
mod duration;
mod function;
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
mod state;

use crate::options::GlobalOptions;
use crate::signals::Signals;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use pulsewire_runtime::Exit;
use std::io;

/// Runs visual node graphs without a screen
#[derive(Debug, Parser)]
#[command(name = "pulsewire", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: GlobalOptions,
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
    #[command(subcommand)]
    Function(function::FunctionCommand),
    Graph(graph::GraphArgs),
    #[command(subcommand)]
    State(state::StateCommand),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    #[command(name = "__probe-plugin", hide = true)]
    Probe(probe::ProbeArgs),
}

impl Cli {
    /// Reads the command line of this process. Invalid usage and `--help` end the process here.
    fn read() -> Self {
        let mut command = help::grouped(Self::command());
        let matches = command.get_matches_mut();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut command).exit())
    }
}

/// Executes the command of this process.
#[must_use]
pub fn main() -> Exit {
    // First of all: a signal that comes while the command line is read must lead to a clean stop.
    let signals = Signals::listen();
    execute_under(Cli::read(), signals)
}

/// Executes a command.
#[must_use]
pub fn execute(cli: Cli) -> Exit {
    execute_under(cli, Signals::listen())
}

fn execute_under(cli: Cli, signals: io::Result<Signals>) -> Exit {
    crate::logging::log_panics();
    if let (Ok(signals), false) = (&signals, matches!(cli.command, Command::Run(_))) {
        signals.end_process();
    }
    let options = cli.options;
    match cli.command {
        Command::Run(args) => run::execute(&args, &options, signals),
        Command::Check(args) => check::execute(&args, &options),
        Command::New(args) => new::execute(&args, &options),
        Command::Plugin(command) => plugin::execute(&command, &options),
        Command::Node(command) => node::execute(&command, &options),
        Command::Function(command) => function::execute(&command, &options),
        Command::Graph(args) => graph::execute(&args, &options),
        Command::State(command) => state::execute(&command, &options),
        Command::Schema(args) => schema::execute(&args, &options),
        Command::Completions(args) => completions::execute(&args, &options),
        Command::Probe(args) => probe::execute(&args),
    }
}
