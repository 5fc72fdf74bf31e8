//! Checks of fields that connections and servers have.

use crate::settings::header::check_subprotocol;
use crate::settings::{Fault, FixedMessage, KeepAlive, TlsFault};
use pulsewire_plugin::SettingsError;

/// Checks a list of subprotocols.
pub(super) fn check_subprotocols(at: &str, names: &[String], found: &mut Vec<SettingsError>) {
    for (index, name) in names.iter().enumerate() {
        let pointer = || format!("{at}/subprotocols/{index}");
        if let Err(fault) = check_subprotocol(name) {
            found.push(fault.at(pointer()));
        } else if names[..index].contains(name) {
            let message = format!("the subprotocol `{name}` appears twice");
            found.push(Fault::new("duplicate_subprotocol", message, "list it once").at(pointer()));
        }
    }
}

/// Checks the messages in the settings of a connection or a server.
pub(super) fn check_messages(
    at: &str,
    on_open: &[FixedMessage],
    keep_alive: Option<&KeepAlive>,
    found: &mut Vec<SettingsError>,
) {
    let mut check = |message: &FixedMessage, pointer: String| {
        found.extend(message.parse().err().map(|fault| fault.at(pointer)));
    };
    for (index, message) in on_open.iter().enumerate() {
        check(message, format!("{at}/on_open/{index}"));
    }
    if let Some(idle) = keep_alive.and_then(|keep_alive| keep_alive.message.as_ref()) {
        let at = format!("{at}/keep_alive/message");
        check(&idle.send, format!("{at}/send"));
        if let Some(answer) = &idle.answer {
            check(answer, format!("{at}/answer"));
        }
    }
}

/// Returns the mistake that a [`TlsChecker`](super::TlsChecker) has found in the `tls` section of the entry at `at`.
pub(super) fn tls_mistake(at: &str, checked: Result<(), TlsFault>) -> Option<SettingsError> {
    let TlsFault { setting, fault } = checked.err()?;
    Some(fault.at(format!("{at}/tls/{setting}")))
}

/// Escapes a name for use in a JSON Pointer (RFC 6901 section 3).
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
