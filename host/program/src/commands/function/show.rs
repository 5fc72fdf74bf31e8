use super::find;
use crate::commands::output::print;
use clap::Args;
use pulsewire_runtime::Exit;

/// Print the file of a function of the program
#[derive(Debug, Args)]
pub(in crate::commands) struct ShowArgs {
    /// The function, such as std:heartbeat
    #[arg(value_name = "NAME")]
    name: String,
}

pub(super) fn execute(args: &ShowArgs) -> Exit {
    match find(&args.name) {
        Ok(function) => print(function.text),
        Err(exit) => exit,
    }
}
