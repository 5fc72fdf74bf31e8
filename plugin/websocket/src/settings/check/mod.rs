//! Checks of settings that match the schema.
//!
//! | file | content |
//! | --- | --- |
//! | `connection`, `server` | the checks of a connection and of a server |
//! | `credentials` | those of user names, passwords and tokens |
//! | `shared` | those of fields that both have |

mod connection;
mod credentials;
mod server;
mod shared;

pub(crate) use connection::check_connection;
pub(crate) use shared::escape;

use super::{ClientTls, Fault, ServerTls, Settings, TlsFault};
use pulsewire_plugin::SettingsError;
use server::{check_addresses, check_server};
use std::collections::HashMap;

/// Checks that the certificates and keys of a `tls` section can be used. The transport implements it.
pub(crate) trait TlsChecker {
    /// Checks the section of a connection.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    fn check_client(&self, tls: &ClientTls) -> Result<(), TlsFault>;

    /// Checks the section of a server.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    fn check_server(&self, tls: &ServerTls) -> Result<(), TlsFault>;
}

/// Returns every mistake in a settings section; `tls` checks its certificates and keys.
pub(crate) fn check(section: &str, tls: &impl TlsChecker) -> Vec<SettingsError> {
    let settings = match Settings::parse(section) {
        Ok(settings) => settings,
        Err(error) => {
            let help = "run `pulsewire plugin show websocket` to see the available settings";
            return vec![Fault::new("bad_settings", error, help).at("")];
        }
    };
    let mut found = Vec::new();
    check_names("connections", settings.connections.iter().map(|one| &*one.name), &mut found);
    check_names("servers", settings.servers.iter().map(|one| &*one.name), &mut found);
    for (at, connection) in settings.connections.iter().enumerate() {
        let mistakes = check_connection(connection, tls).into_iter();
        found.extend(mistakes.map(|mistake| {
            let pointer = format!("/connections/{at}{}", mistake.pointer);
            SettingsError { pointer, ..mistake }
        }));
    }
    for (at, server) in settings.servers.iter().enumerate() {
        let at = format!("/servers/{at}");
        check_server(&at, server, tls, &mut found);
    }
    check_addresses(&settings.servers, &mut found);
    found
}

fn check_names<'a>(
    list: &str,
    names: impl Iterator<Item = &'a str>,
    found: &mut Vec<SettingsError>,
) {
    let mut first = HashMap::new();
    for (at, name) in names.enumerate() {
        let pointer = format!("/{list}/{at}/name");
        if name.trim().is_empty() {
            let fault =
                Fault::new("empty_name", "the name is empty", "give it a name that nodes can use");
            found.push(fault.at(pointer));
        } else if let Some(before) = first.insert(name, at) {
            let message = format!("the name `{name}` is already used by /{list}/{before}");
            let fault = Fault::new("duplicate_name", message, "give each entry its own name");
            found.push(fault.at(pointer));
        }
    }
}
