//! `pulsewire state …`: one file per command.

mod clear;
mod export;
mod import;
mod show;

use super::output::{fail, print_report};
use crate::options::GlobalOptions;
use clap::Subcommand;
use pulsewire_runtime::Exit;
use pulsewire_runtime::project::{LoadOptions, load};
use pulsewire_runtime::state::StateStore;
use std::path::Path;

/// Show, export, import and clear the persistent variables of a project
///
/// Variables with `"persist": true` keep their values from one run to the next, in the folder that `state` of
/// project.json names. Stop the project first: one process at a time uses a state.
#[derive(Debug, Subcommand)]
pub(super) enum StateCommand {
    Show(show::ShowArgs),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
    Clear(clear::ClearArgs),
}

pub(super) fn execute(command: &StateCommand, options: &GlobalOptions) -> Exit {
    let (_, secrets) = crate::logging::start(options);
    let load = LoadOptions { secrets, ..LoadOptions::default() };
    match command {
        StateCommand::Show(args) => show::execute(args, &load),
        StateCommand::Export(args) => export::execute(args, &load),
        StateCommand::Import(args) => import::execute(args, &load),
        StateCommand::Clear(args) => clear::execute(args, &load),
    }
}

/// Opens the state of a project; none when it has none and `create` is false.
fn open(project: &Path, options: &LoadOptions, create: bool) -> Result<Option<StateStore>, Exit> {
    let project = load(project, options).map_err(|report| {
        print_report(&report);
        Exit::Invalid
    })?;
    let folder = project.state_folder();
    if !create && !StateStore::exists(&folder) {
        return Ok(None);
    }
    StateStore::open(&folder)
        .map(Some)
        .map_err(|error| fail(Exit::Failed, &error.to_string(), None))
}
