//! Checks of credentials, those for a proxy included.

use crate::settings::no_proxy::is_pattern;
use crate::settings::{Auth, Fault, Proxy, ProxyAddress};
use pulsewire_plugin::SettingsError;

pub(super) fn check_auth(auth: &Auth) -> Option<Fault> {
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

pub(super) fn check_proxy(at: &str, proxy: &Proxy, found: &mut Vec<SettingsError>) {
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
