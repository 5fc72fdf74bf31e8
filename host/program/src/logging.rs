//! The log of the program: to the standard error, as text or JSON.

use crate::commands::{Global, LogFormat};
use crate::status_line::Screen;
use pulsewire_runtime::contract::boundary::panic_line;
use pulsewire_runtime::project::Secrets;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::panic;
use tracing_subscriber::EnvFilter;

const VARIABLE: &str = "PULSEWIRE_LOG";

/// Starts the log. `PULSEWIRE_LOG` overrules `-v`: it takes the directives of tracing's `EnvFilter`, such as
/// `info,pulsewire::plugin=trace`.
///
/// Gives the screen on which it is written, and the secrets that it hides: those of the project that is to be read.
pub(crate) fn start(global: &Global) -> (Screen, Secrets) {
    let (screen, secrets) = (Screen::standard(), Secrets::default());
    screen.hide_in_log(&secrets);
    let filter = filter(global.verbose);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(screen.log());
    // A line that cannot be written, on a full disk say, would be told where it cannot be written either.
    let log = log.log_internal_errors(false);
    // A second start (a test in this process, say) keeps the first log.
    let _ = match global.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    (screen, secrets)
}

/// From now on a panic is told in the log, which hides secrets; until there is a log, on the standard error.
pub(crate) fn tell_panics() {
    let without_log = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if tracing::dispatcher::has_been_set() {
            tracing::error!("{}", panic_line(panic));
        } else {
            without_log(panic);
        }
    }));
}

/// Writes a line on the standard error, past the log. When that cannot be written to, nobody is left to tell.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

fn filter(verbose: u8) -> EnvFilter {
    let asked = std::env::var(VARIABLE).ok().filter(|directives| !directives.is_empty());
    asked.and_then(|directives| read(&directives)).unwrap_or_else(|| {
        EnvFilter::new(match verbose {
            0 => "warn",
            1 => "info",
            2 => "debug",
            _ => "trace",
        })
    })
}

fn read(directives: &str) -> Option<EnvFilter> {
    let told = |error| {
        say(format_args!("warning: {VARIABLE}=\"{directives}\" is left aside: {error}"));
    };
    EnvFilter::try_new(directives).map_err(told).ok()
}
