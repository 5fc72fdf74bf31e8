use super::open;
use crate::commands::output::{fail, print_json};
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::state::exchange::Exported;
use std::path::PathBuf;

/// Write the kept values to standard output, as JSON
#[derive(Debug, Args)]
pub(in crate::commands) struct ExportArgs {
    /// The project folder, or its project.json
    project: PathBuf,
}

pub(super) fn execute(args: &ExportArgs, options: &LoadOptions) -> Exit {
    let stored = match open(&args.project, options, false) {
        Ok(store) => store.map_or(Ok(Vec::new()), |mut store| store.read()),
        Err(exit) => return exit,
    };
    match stored {
        Ok(stored) => print_json(&Exported::of(stored)),
        Err(error) => fail(Exit::Failed, &error.to_string(), None),
    }
}
