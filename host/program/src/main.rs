//! The `pulsewire` program.

use pulsewire::commands::{Cli, execute};
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(execute(Cli::read()).status())
}
