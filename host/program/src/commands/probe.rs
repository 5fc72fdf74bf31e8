use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::{PROBE_MARK, examine};
use std::io::Write;
use std::path::PathBuf;

/// Load a plugin and print a verdict; pulsewire runs this in a separate process
#[derive(Debug, Args)]
pub(super) struct ProbeArgs {
    /// The plugin's file
    file: PathBuf,
}

pub(super) fn execute(args: &ProbeArgs) -> Exit {
    let verdict = serde_json::to_string(&examine(&args.file)).unwrap_or_default();
    // The plugin may have written an incomplete line.
    let written = write!(std::io::stdout(), "\n{PROBE_MARK}{verdict}\n");
    if written.is_ok() { Exit::Ok } else { Exit::Failed }
}
