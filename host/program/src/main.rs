//! The `pulsewire` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(pulsewire::commands::main().status())
}
