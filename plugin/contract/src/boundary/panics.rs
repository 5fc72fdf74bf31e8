//! Logs panics in a plugin's library.

use super::exported_node::panic_text;
use crate::{Host, Level};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;

/// The log for panics. This library has its own copy of the standard library, and therefore its own panic hook.
static LOG: OnceLock<Host> = OnceLock::new();

/// Sends panics of this library to the host's log, which hides secrets, instead of the standard error.
///
/// Only for an exported plugin: a plugin that is part of another program, such as a test, leaves panics to that program.
pub fn log_panics() {
    let default_hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| match LOG.get() {
        Some(host) => host.log(Level::Error, panic_line(panic)),
        None => default_hook(panic),
    }));
}

/// Sets the log for panics, once the plugin is created.
pub(super) fn set_panic_log(host: &Host) {
    // A library contains one plugin, which is created once.
    let _ = LOG.set(host.clone());
}

/// The log line for a panic: its message, its place, and a backtrace if `RUST_BACKTRACE` asks for one.
#[must_use]
pub fn panic_line(panic: &PanicHookInfo<'_>) -> String {
    let text = panic_text(panic.payload());
    let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => format!("panicked: {text}{place}\n{backtrace}"),
        _ => format!("panicked: {text}{place}"),
    }
}
