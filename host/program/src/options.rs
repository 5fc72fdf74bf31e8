//! The options that every command takes.

use clap::Args;
use std::path::PathBuf;

/// Options that every command takes.
#[derive(Clone, Debug, Args)]
pub struct GlobalOptions {
    /// Also search this folder for plugins (repeatable)
    #[arg(long, global = true, value_name = "DIR")]
    pub plugin_dir: Vec<PathBuf>,
    /// Log more: -v info, -vv debug, -vvv trace
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Format of log lines on standard error
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub log_format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Plain text
    Text,
    /// One JSON object a line
    Json,
}
