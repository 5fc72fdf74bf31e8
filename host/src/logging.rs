//! The log of the program: to the standard error, as text or JSON.

use crate::commands::{Global, LogFormat};
use std::io::{self, IsTerminal};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

const VARIABLE: &str = "PULSEWIRE_LOG";

/// Starts the log. `PULSEWIRE_LOG` overrules `-v`: it takes the directives of tracing's `EnvFilter`, such as
/// `info,pulsewire::plugin=trace`.
pub(crate) fn start<W>(global: &Global, writer: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = filter(global.verbose);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    // A second start (a test in this process, say) keeps the first log.
    let _ = match global.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
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
        anstream::eprintln!("warning: {VARIABLE}=\"{directives}\" is left aside: {error}");
    };
    EnvFilter::try_new(directives).map_err(told).ok()
}
