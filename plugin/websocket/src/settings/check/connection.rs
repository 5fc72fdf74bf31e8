//! Checks of the settings of connections.

use super::TlsChecker;
use super::credentials::{check_auth, check_proxy};
use super::shared::{check_messages, check_subprotocols, escape, tls_mistake};
use crate::settings::header::parse_header;
use crate::settings::{Address, Auth, ClientTls, Connection, Fault};
use pulsewire_plugin::SettingsError;
use std::collections::HashSet;
use tungstenite::http::{HeaderName, Uri};

/// Returns every mistake in the settings of one connection, with pointers relative to it.
pub(crate) fn check_connection(
    connection: &Connection,
    tls: &impl TlsChecker,
) -> Vec<SettingsError> {
    let mut found = Vec::new();
    if let Err(fault) = Address::parse(&connection.url, connection.port) {
        found.push(fault.at("/url"));
    }
    check_subprotocols("", &connection.subprotocols, &mut found);
    check_messages("", &connection.on_open, connection.keep_alive.as_ref(), &mut found);
    let faults = connection.reconnect.iter().flat_map(|reconnect| reconnect.faults());
    found.extend(faults.map(|(field, fault)| fault.at(format!("/reconnect/{field}"))));
    check_headers(connection, &mut found);
    if let Some(Err(fault)) = connection.origin.as_deref().map(check_origin) {
        found.push(fault.at("/origin"));
    }
    for (name, value) in &connection.cookies {
        if let Err(fault) = check_cookie(name, value.reveal()) {
            found.push(fault.at(format!("/cookies/{}", escape(name))));
        }
    }
    found.extend(check_auth(&connection.auth).map(|fault| fault.at("/auth")));
    check_proxy("/proxy", &connection.proxy, &mut found);
    check_tls(&connection.tls, tls, &mut found);
    found
}

fn check_tls(tls: &ClientTls, checker: &impl TlsChecker, found: &mut Vec<SettingsError>) {
    if tls.client_certificate.is_some() != tls.client_key.is_some() {
        let message = "`client_certificate` and `client_key` belong together";
        let fault = Fault::new("bad_tls", message, "give both or none");
        found.push(fault.at("/tls"));
    } else if *tls != Default::default() {
        found.extend(tls_mistake("", checker.check_client(tls)));
    }
}

fn check_headers(connection: &Connection, found: &mut Vec<SettingsError>) {
    let mut seen = HashSet::new();
    for (name, value) in &connection.headers {
        if let Err(fault) = check_header(&mut seen, name, value) {
            found.push(fault.at(format!("/headers/{}", escape(name))));
        }
    }
    for name in connection.header_files.keys() {
        if let Err(fault) = check_header(&mut seen, name, "") {
            found.push(fault.at(format!("/header_files/{}", escape(name))));
        }
    }
    for (setting, name, is_set) in [
        ("origin", "origin", connection.origin.is_some()),
        ("cookies", "cookie", !connection.cookies.is_empty()),
        ("auth", "authorization", connection.auth != Auth::default()),
    ] {
        if is_set && let Err(fault) = check_header(&mut seen, name, "") {
            found.push(fault.at(format!("/{setting}")));
        }
    }
}

fn check_header(seen: &mut HashSet<HeaderName>, name: &str, value: &str) -> Result<(), Fault> {
    let (name, _) = parse_header(name, value)?;
    if seen.contains(&name) {
        let message = format!("the header `{name}` appears twice");
        return Err(Fault::new("duplicate_header", message, "header names are case-insensitive"));
    }
    seen.insert(name);
    Ok(())
}

/// A serialized origin (RFC 6454 section 6.1).
fn check_origin(origin: &str) -> Result<(), Fault> {
    let is_origin = |uri: Uri| {
        let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
        (origin == format!("{scheme}://{authority}")).then_some(())
    };
    if origin == "null" || origin.parse().ok().and_then(is_origin).is_some() {
        return Ok(());
    }
    let message = format!("{origin:?} is not an origin");
    Err(Fault::new("bad_origin", message, "write it like https://example.com, without a path"))
}

/// RFC 6265 section 4.1.1. The value may be a secret, so the message does not show it.
fn check_cookie(name: &str, value: &str) -> Result<(), Fault> {
    let is_token = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte);
    let is_octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        let message = format!("{name:?} is not the name of a cookie");
        return Err(Fault::new("bad_cookie", message, "use letters, digits, - and _"));
    }
    if value.bytes().all(is_octet) {
        return Ok(());
    }
    let message = format!("the value of the cookie `{name}` contains an invalid character");
    let help = "encode spaces, commas, semicolons, quotes and backslashes";
    Err(Fault::new("bad_cookie", message, help))
}
