//! Checks of the settings for reaching a server: headers, credentials, TLS, proxy.

use super::header::parse_header;
use super::no_proxy::is_pattern;
use super::{Auth, ClientAuth, Connection, Fault, Proxy, Server, ServerTls};
use crate::transport::proxy::ProxyAddress;
use crate::transport::tls::{Acceptor, Connector, TlsFault};
use pulsewire_plugin::SettingsError;
use std::collections::HashSet;
use std::path::Path;
use tungstenite::http::{HeaderName, Uri};

/// Collects the mistakes of the connection at the pointer `at`.
pub(super) fn check_connection(
    at: &str,
    connection: &Connection,
    folder: &Path,
    found: &mut Vec<SettingsError>,
) {
    check_headers(at, connection, found);
    if let Some(Err(fault)) = connection.origin.as_deref().map(check_origin) {
        found.push(fault.at(format!("{at}/origin")));
    }
    for (name, value) in &connection.cookies {
        if let Err(fault) = check_cookie(name, value.reveal()) {
            found.push(fault.at(format!("{at}/cookies/{}", escape(name))));
        }
    }
    found.extend(check_auth(&connection.auth).map(|fault| fault.at(format!("{at}/auth"))));
    check_proxy(&format!("{at}/proxy"), &connection.proxy, found);
    let tls = &connection.tls;
    if tls.client_certificate.is_some() != tls.client_key.is_some() {
        let message = "`client_certificate` and `client_key` belong together";
        let fault = Fault::new("bad_tls", message, "give both or none");
        found.push(fault.at(format!("{at}/tls")));
    } else if *tls != Default::default() {
        found.extend(unusable(at, Connector::new(tls.clone(), folder).check()));
    }
}

/// Collects the mistakes of the server at the pointer `at`.
pub(super) fn check_server(
    at: &str,
    server: &Server,
    folder: &Path,
    found: &mut Vec<SettingsError>,
) {
    let Some(tls) = &server.tls else { return };
    match check_client_auth(tls) {
        Err(fault) => found.push(fault.at(format!("{at}/tls/client_auth"))),
        Ok(()) => found.extend(unusable(at, Acceptor::new(tls.clone(), folder).check())),
    }
}

fn unusable(at: &str, checked: Result<(), TlsFault>) -> Option<SettingsError> {
    let TlsFault { setting, fault } = checked.err()?;
    Some(fault.at(format!("{at}/tls/{setting}")))
}

fn check_headers(at: &str, connection: &Connection, found: &mut Vec<SettingsError>) {
    let mut seen = HashSet::new();
    for (name, value) in &connection.headers {
        if let Err(fault) = check_header(&mut seen, name, value) {
            found.push(fault.at(format!("{at}/headers/{}", escape(name))));
        }
    }
    for name in connection.header_files.keys() {
        if let Err(fault) = check_header(&mut seen, name, "") {
            found.push(fault.at(format!("{at}/header_files/{}", escape(name))));
        }
    }
    for (setting, name, is_set) in [
        ("origin", "origin", connection.origin.is_some()),
        ("cookies", "cookie", !connection.cookies.is_empty()),
        ("auth", "authorization", connection.auth != Auth::default()),
    ] {
        if is_set && let Err(fault) = check_header(&mut seen, name, "") {
            found.push(fault.at(format!("{at}/{setting}")));
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

fn check_auth(auth: &Auth) -> Option<Fault> {
    let Auth { username, password, password_file, bearer_token, bearer_token_file } = auth;
    let passwords = usize::from(password.is_some()) + usize::from(password_file.is_some());
    let tokens = usize::from(bearer_token.is_some()) + usize::from(bearer_token_file.is_some());
    let fault = |message: &str, help: &str| Some(Fault::new("bad_auth", message, help));
    if passwords > 1 || tokens > 1 {
        return fault("the secret is given both here and in a file", "give one of them");
    }
    if tokens > 0 && (username.is_some() || passwords > 0) {
        return fault("both a user and a bearer token are given", "give one of them");
    }
    match username {
        None if passwords > 0 => fault("a password is given without a `username`", "give both"),
        Some(name) if name.contains(':') || name.chars().any(char::is_control) => {
            fault("`username` contains a colon or control character", "remove it (RFC 7617)")
        }
        _ => {
            let here = password.iter().chain(bearer_token).map(|secret| secret.reveal());
            let is_bad = here.into_iter().any(|secret| secret.chars().any(char::is_control));
            is_bad.then(|| {
                Fault::new("bad_auth", "a secret contains a control character", "remove it")
            })
        }
    }
}

fn check_proxy(at: &str, proxy: &Proxy, found: &mut Vec<SettingsError>) {
    match proxy.url.as_deref().map(ProxyAddress::parse) {
        Some(Err(fault)) => found.push(fault.at(format!("{at}/url"))),
        Some(Ok(route)) if route.credentials.is_some() => {
            let help = "write them in `username` and `password`";
            let fault =
                Fault::new("credentials_in_url", "the url contains a user or password", help);
            found.push(fault.at(format!("{at}/url")));
        }
        _ => {}
    }
    let auth = Auth {
        username: proxy.username.clone(),
        password: proxy.password.clone(),
        password_file: proxy.password_file.clone(),
        ..Auth::default()
    };
    found.extend(check_auth(&auth).map(|fault| fault.at(at)));
    if proxy.username.is_some() && proxy.url.is_none() {
        let fault = Fault::new("bad_auth", "a user is given without a proxy", "give its `url`");
        found.push(fault.at(format!("{at}/username")));
    }
    for (index, pattern) in proxy.no_proxy.iter().enumerate() {
        if !is_pattern(pattern) {
            let message = format!("{pattern:?} matches no server");
            let help = "write it like example.com, .example.com, 10.0.0.0/8 or *";
            let fault = Fault::new("bad_no_proxy", message, help);
            found.push(fault.at(format!("{at}/no_proxy/{index}")));
        }
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

/// Escapes a name for use in a JSON Pointer (RFC 6901 section 3).
pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
