//! Checks of the settings for reconnecting and for messages sent by the connection itself.

use super::{Connection, FixedMessage, KeepAlive};
use pulsewire_plugin::SettingsError;

pub(super) fn check_life(at: &str, connection: &Connection, found: &mut Vec<SettingsError>) {
    check_messages(at, &connection.on_open, connection.keep_alive.as_ref(), found);
    let faults = connection.reconnect.iter().flat_map(|reconnect| reconnect.faults());
    found.extend(faults.map(|(field, fault)| fault.at(format!("{at}/reconnect/{field}"))));
}

/// Checks the messages in the settings of a connection or a server.
pub(super) fn check_messages(
    at: &str,
    on_open: &[FixedMessage],
    keep_alive: Option<&KeepAlive>,
    found: &mut Vec<SettingsError>,
) {
    let mut check = |message: &FixedMessage, pointer: String| {
        found.extend(message.message().err().map(|fault| fault.at(pointer)));
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
