//! `pulsewire function …`: one file a command.

mod copy;
mod show;

use super::output::fail;
use crate::options::GlobalOptions;
use clap::Subcommand;
use pulsewire_runtime::Exit;
use pulsewire_runtime::diagnostics::suggest;
use pulsewire_runtime::project::{StandardFunction, standard, standard_functions};

/// Show the functions of the program, or copy one into a project
///
/// A project lists them under "functions", such as "std:heartbeat"; `pulsewire node list` shows all of them.
#[derive(Debug, Subcommand)]
pub(super) enum FunctionCommand {
    Show(show::ShowArgs),
    Copy(copy::CopyArgs),
}

pub(super) fn execute(command: &FunctionCommand, _options: &GlobalOptions) -> Exit {
    match command {
        FunctionCommand::Show(args) => show::execute(args),
        FunctionCommand::Copy(args) => copy::execute(args),
    }
}

/// The function of the program of this name.
///
/// # Errors
/// There is none: that was reported.
fn find(name: &str) -> Result<StandardFunction, Exit> {
    standard(name).ok_or_else(|| {
        let known: Vec<String> =
            standard_functions().iter().map(|one| format!("std:{}", one.name)).collect();
        let help = suggest(name, known.iter().map(String::as_str));
        let message = format!("the program has no function \"{name}\"");
        fail(Exit::Invalid, &message, help.as_deref())
    })
}
