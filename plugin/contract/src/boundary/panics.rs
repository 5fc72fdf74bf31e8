//! Panics in a plugin's library, as the host tells them.

use super::exported_node::panic_text;
use crate::{Host, Level};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;

/// Where this library tells of panics. It has a standard library of its own, so a hook of its own too.
static LOG: OnceLock<Host> = OnceLock::new();

/// From now on a panic of this library is told in the host's log, which hides secrets, instead of on the standard error.
///
/// For what is exported only: a plugin inside a program of somebody else, such as a test, leaves panics to that.
pub fn log_panics() {
    let without_log = panic::take_hook();
    panic::set_hook(Box::new(move |panic| match LOG.get() {
        Some(host) => host.log(Level::Error, panic_line(panic)),
        None => without_log(panic),
    }));
}

/// The plugin is made: there is a log.
pub(super) fn panics_go_to(host: &Host) {
    // A library is one plugin, and that is made once.
    let _ = LOG.set(host.clone());
}

/// What is told of a panic: its text, its place, and how it came there if `RUST_BACKTRACE` wants that.
#[must_use]
pub fn panic_line(panic: &PanicHookInfo<'_>) -> String {
    let text = panic_text(panic.payload());
    let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
    let way = Backtrace::capture();
    match way.status() {
        BacktraceStatus::Captured => format!("panicked: {text}{place}\n{way}"),
        _ => format!("panicked: {text}{place}"),
    }
}
