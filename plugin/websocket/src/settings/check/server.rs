//! Checks of the settings of servers.

use super::TlsChecker;
use super::shared::{check_messages, check_subprotocols, escape, tls_mistake};
use crate::settings::{
    AllowedOrigin, ClientAuth, Fault, ListenRetry, PathPattern, Server, ServerTls,
};
use pulsewire_plugin::SettingsError;
use std::collections::HashMap;
use tungstenite::http::HeaderValue;

/// Collects every mistake in the settings of one server.
pub(super) fn check_server(
    at: &str,
    server: &Server,
    tls: &impl TlsChecker,
    found: &mut Vec<SettingsError>,
) {
    let mut note = |checked: Result<(), Fault>, pointer: &str| {
        found.extend(checked.err().map(|fault| fault.at(format!("{at}/{pointer}"))));
    };
    note(check_host(&server.host), "host");
    note(server.path.as_deref().map_or(Ok(()), check_pattern), "path");
    note(check_health_path(server), "health_path");
    for path in server.paths.keys() {
        note(check_entry(server, path), &format!("paths/{}", escape(path)));
    }
    let content_type = server.http_answer.as_ref().map(|answer| &*answer.content_type);
    note(content_type.map_or(Ok(()), check_content_type), "http_answer/content_type");
    for (field, fault) in server.listen_retry.iter().flat_map(ListenRetry::faults) {
        found.push(fault.at(format!("{at}/listen_retry/{field}")));
    }
    check_pages(at, &server.subprotocols, &server.allowed_origins, found);
    check_messages(at, &server.on_open, server.keep_alive.as_ref(), found);
    for (path, here) in &server.paths {
        let at = format!("{at}/paths/{}", escape(path));
        let none = Vec::new();
        let subprotocols = here.subprotocols.as_ref().unwrap_or(&none);
        check_pages(&at, subprotocols, here.allowed_origins.as_ref().unwrap_or(&none), found);
        let on_open = here.on_open.as_deref().unwrap_or_default();
        check_messages(&at, on_open, here.keep_alive.as_ref(), found);
    }
    check_tls(at, server, tls, found);
}

/// Two servers cannot listen on the same address; a port chosen by the system never collides.
pub(super) fn check_addresses(servers: &[Server], found: &mut Vec<SettingsError>) {
    let mut first = HashMap::new();
    for (at, server) in servers.iter().enumerate().filter(|(_, server)| server.port != 0) {
        if let Some(before) = first.insert((&server.host, server.port), at) {
            let message = format!("/servers/{before} also listens on this host and port");
            let help = "give each server its own port, or one server several `paths`";
            let fault = Fault::new("duplicate_address", message, help);
            found.push(fault.at(format!("/servers/{at}/port")));
        }
    }
}

fn check_host(host: &str) -> Result<(), Fault> {
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    if is_address || (is_name && !host.is_empty()) {
        return Ok(());
    }
    let message = format!("`{host}` is not an address or host name to listen on");
    Err(Fault::new("bad_host", message, "write it like 127.0.0.1 or ::1, with the port in `port`"))
}

fn check_pattern(path: &str) -> Result<(), Fault> {
    if PathPattern::parse(path).is_some() {
        return Ok(());
    }
    let message = format!("`{path}` is not a path");
    let help = "write it like /feed, or /rooms/* for all paths below it, without spaces or a query";
    Err(Fault::new("bad_path", message, help))
}

fn check_entry(server: &Server, path: &str) -> Result<(), Fault> {
    check_pattern(path)?;
    if server.path.as_deref() != Some(path) {
        return Ok(());
    }
    let message = format!("`{path}` is in both `path` and `paths`");
    Err(Fault::new("duplicate_path", message, "remove `path`"))
}

fn check_health_path(server: &Server) -> Result<(), Fault> {
    match server.health_path.as_deref() {
        Some(path) if path.ends_with('*') => {
            let message = format!("`{path}` is not a single path");
            Err(Fault::new("bad_path", message, "write it like /health"))
        }
        path => path.map_or(Ok(()), check_pattern),
    }
}

fn check_content_type(text: &str) -> Result<(), Fault> {
    let bad = |_| {
        let message = "`content_type` contains a control character";
        Fault::new("bad_header_value", message, "write it like text/html; charset=utf-8")
    };
    HeaderValue::from_str(text).map(drop).map_err(bad)
}

/// Checks the fields that a server and its paths share.
fn check_pages(
    at: &str,
    subprotocols: &[String],
    origins: &[String],
    found: &mut Vec<SettingsError>,
) {
    check_subprotocols(at, subprotocols, found);
    for (index, origin) in origins.iter().enumerate() {
        if AllowedOrigin::parse(origin).is_none() {
            let message = format!("`{origin}` is not the origin of a web page");
            let help = "write it like https://example.com, without a path; leave the list empty to allow every page";
            let fault = Fault::new("bad_origin", message, help);
            found.push(fault.at(format!("{at}/allowed_origins/{index}")));
        }
    }
}

fn check_tls(at: &str, server: &Server, checker: &impl TlsChecker, found: &mut Vec<SettingsError>) {
    let Some(tls) = &server.tls else { return };
    match check_client_auth(tls) {
        Err(fault) => found.push(fault.at(format!("{at}/tls/client_auth"))),
        Ok(()) => found.extend(tls_mistake(at, checker.check_server(tls))),
    }
}

fn check_client_auth(tls: &ServerTls) -> Result<(), Fault> {
    let message = match (tls.client_auth, &tls.ca_file) {
        (ClientAuth::None, Some(_)) => {
            "`ca_file` is set, but clients are not asked for a certificate"
        }
        (ClientAuth::Optional | ClientAuth::Required, None) => "`client_auth` needs a `ca_file`",
        _ => return Ok(()),
    };
    Err(Fault::new("bad_tls", message, "give both `ca_file` and `client_auth`, or neither"))
}
