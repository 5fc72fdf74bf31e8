//! Checks of settings that match the schema.

use super::check_server::{check_addresses, check_server};
use super::header::check_subprotocol;
use super::life::check_life;
use super::{Address, Connection, Fault, Settings, access};
use pulsewire_plugin::SettingsError;
use std::collections::HashMap;
use std::path::Path;

/// Returns every mistake in a settings section; relative paths in it start at `folder`.
pub(crate) fn check(section: &str, folder: &Path) -> Vec<SettingsError> {
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
        let mistakes = check_connection(connection, folder).into_iter();
        found.extend(mistakes.map(|mistake| {
            let pointer = format!("/connections/{at}{}", mistake.pointer);
            SettingsError { pointer, ..mistake }
        }));
    }
    for (at, server) in settings.servers.iter().enumerate() {
        let at = format!("/servers/{at}");
        check_server(&at, server, &mut found);
        access::check_server(&at, server, folder, &mut found);
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

/// Returns every mistake in the settings of one connection, with pointers relative to it.
pub(crate) fn check_connection(connection: &Connection, folder: &Path) -> Vec<SettingsError> {
    let mut found = Vec::new();
    if let Err(fault) = Address::parse(&connection.url, connection.port) {
        found.push(fault.at("/url"));
    }
    check_subprotocols("", &connection.subprotocols, &mut found);
    check_life("", connection, &mut found);
    access::check_connection("", connection, folder, &mut found);
    found
}

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
