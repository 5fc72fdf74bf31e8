use super::open;
use crate::commands::output::{fail, print};
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::state::exchange::Exported;
use std::path::PathBuf;

/// Keep the values of an exported state
///
/// Values that the file does not name stay as they are. All of it is kept, or nothing.
#[derive(Debug, Args)]
pub(in crate::commands) struct ImportArgs {
    /// The project folder, or its project.json
    project: PathBuf,
    /// The file that `pulsewire state export` wrote
    file: PathBuf,
}

pub(super) fn execute(args: &ImportArgs, options: &LoadOptions) -> Exit {
    let file = args.file.display();
    let variables = std::fs::read_to_string(&args.file)
        .map_err(|error| error.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
        .and_then(Exported::variables);
    let variables = match variables {
        Ok(variables) => variables,
        Err(why) => return fail(Exit::Invalid, &format!("cannot import {file}: {why}"), None),
    };
    let mut store = match open(&args.project, options, true) {
        Ok(Some(store)) => store,
        Ok(None) => return Exit::Ok,
        Err(exit) => return exit,
    };
    match store.commit(variables.iter().map(|(key, value)| (key, value))) {
        Ok(()) => print(&format!("imported {} values\n", variables.len())),
        Err(error) => fail(Exit::Failed, &error.to_string(), None),
    }
}
