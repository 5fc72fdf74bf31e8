//! The program's log, on the standard error, as text or JSON.

use crate::options::{GlobalOptions, LogFormat};
use crate::status_line::Screen;
use pulsewire_runtime::contract::boundary::panic_line;
use pulsewire_runtime::secrets::Secrets;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::panic;
use tracing_subscriber::EnvFilter;

const VARIABLE: &str = "PULSEWIRE_LOG";

/// Starts the log. `PULSEWIRE_LOG` overrides `-v`: it takes directives of tracing's `EnvFilter`, such as
/// `info,pulsewire::plugin=trace`.
///
/// Returns the screen that the log writes to and the secrets that it hides, to which loading a project adds.
pub(crate) fn start(options: &GlobalOptions) -> (Screen, Secrets) {
    let (screen, secrets) = (Screen::standard(), Secrets::default());
    screen.hide_in_log(&secrets);
    let filter = filter(options.verbose);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(screen.log());
    // Reporting a failed write, on a full disk for example, would fail as well.
    let log = log.log_internal_errors(false);
    // A second start (a test in this process, say) keeps the first log.
    let _ = match options.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    (screen, secrets)
}

/// From now on panics go to the log, which hides secrets. Before the log starts, they go to the standard error.
pub(crate) fn log_panics() {
    let without_log = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if tracing::dispatcher::has_been_set() {
            tracing::error!("{}", panic_line(panic));
        } else {
            without_log(panic);
        }
    }));
}

/// Writes a line to the standard error, bypassing the log. A failure to write is ignored: there is nowhere to report it.
pub(crate) fn write_error_line(line: impl Display) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

fn filter(verbose: u8) -> EnvFilter {
    let directives = std::env::var(VARIABLE).ok().filter(|directives| !directives.is_empty());
    directives.and_then(|directives| parse(&directives)).unwrap_or_else(|| {
        EnvFilter::new(match verbose {
            0 => "warn",
            1 => "info",
            2 => "debug",
            _ => "trace",
        })
    })
}

fn parse(directives: &str) -> Option<EnvFilter> {
    let warn = |error| {
        write_error_line(format_args!("warning: {VARIABLE}=\"{directives}\" is ignored: {error}"));
    };
    EnvFilter::try_new(directives).map_err(warn).ok()
}
