//! The environment variables that commonly name proxies, as curl and others read them.

use crate::error::Error;
use crate::settings::{Address, ProxyAddress, no_proxy};
use std::net::IpAddr;

/// Looks up a variable; an empty one counts as unset.
type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Returns the proxy that the environment names for a server, if any.
///
/// # Errors
/// When it names an unsupported one.
pub(super) fn route(
    address: &Address,
    variable: Variable<'_>,
) -> Result<Option<ProxyAddress>, Error> {
    let own = if address.tls { "https_proxy" } else { "http_proxy" };
    let named = [own, "all_proxy"].into_iter().find_map(|name| either_case(name, variable));
    let Some((name, url)) = named.filter(|_| !is_loopback(&address.host)) else { return Ok(None) };
    let exempt = either_case("no_proxy", variable).map(|(_, list)| list).unwrap_or_default();
    if no_proxy::is_exempt(exempt.split(',').map(str::trim), &address.host, address.port) {
        return Ok(None);
    }
    let route =
        ProxyAddress::parse(&url).map_err(|fault| Error::proxy(&format!("`{name}`: {fault}")))?;
    Ok(Some(route))
}

fn either_case(name: &str, variable: Variable<'_>) -> Option<(String, String)> {
    let find = |name: String| variable(&name).map(|value| (name, value));
    find(name.to_owned()).or_else(|| find(name.to_ascii_uppercase()))
}

fn is_loopback(host: &str) -> bool {
    let is_name = host.eq_ignore_ascii_case("localhost");
    is_name || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)], url: &str) -> String {
        let address = Address::parse(url, None).unwrap();
        let variable = |name: &str| {
            let found = variables.iter().find(|(one, _)| *one == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        match route(&address, &variable) {
            Ok(route) => route.map_or("none".to_owned(), |route| route.to_string()),
            Err(error) => error.message,
        }
    }

    #[test]
    fn each_scheme_has_its_variable() {
        let all =
            [("http_proxy", "plain:1"), ("HTTPS_PROXY", "http://tls:2"), ("all_proxy", "x:3")];
        assert_eq!(chosen(&all, "ws://h/"), "plain:1");
        assert_eq!(chosen(&all, "wss://h/"), "tls:2");
        assert_eq!(chosen(&[("ALL_PROXY", "socks5://s:3")], "wss://h/"), "s:3");
        assert_eq!(chosen(&[("https_proxy", "p:1")], "ws://h/"), "none");
    }

    #[test]
    fn loopback_and_exempt_hosts_use_no_proxy() {
        let both = [("http_proxy", "p:1"), ("no_proxy", "a.test, 10.0.0.0/8")];
        for (url, proxy) in [
            ("ws://b.test/", "p:1"),
            ("ws://www.a.test/", "none"),
            ("ws://10.1.2.3/", "none"),
            ("ws://LOCALHOST/", "none"),
            ("ws://127.0.0.2/", "none"),
            ("ws://[::1]/", "none"),
        ] {
            assert_eq!(chosen(&both, url), proxy, "{url}");
        }
    }

    #[test]
    fn an_invalid_variable_is_named() {
        let message = chosen(&[("http_proxy", "ftp://me:secret@p")], "ws://h/");
        assert!(message.starts_with("`http_proxy`: ftp:// is not a supported proxy"), "{message}");
    }
}
