use url::Host;

/// The origin of a web page (RFC 6454): scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: String,
    /// In lower-case ASCII; an IPv6 address is in brackets.
    host: String,
    port: u16,
}

/// An entry of `allowed_origins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AllowedOrigin {
    /// The opaque origin of files and sandboxed pages.
    Null,
    /// Exactly this origin.
    Exactly(Origin),
    /// Every host below this one.
    Below(Origin),
}

impl Origin {
    /// Parses an `Origin` header or a setting; `None` if it is not an origin, such as `null`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if !is_scheme(scheme) || authority.contains(['/', '\\', '?', '#', '@']) {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let (host, port) = host_and_port(authority, &scheme)?;
        Some(Self { scheme, host, port })
    }

    /// Returns whether this is the host and port of a `Host` header.
    pub(crate) fn is_at(&self, host: &str) -> bool {
        host_and_port(host, &self.scheme)
            .is_some_and(|(host, port)| (host, port) == (self.host.clone(), self.port))
    }
}

impl AllowedOrigin {
    /// Parses an entry of `allowed_origins`; `None` if it is invalid.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "null" {
            return Some(Self::Null);
        }
        let Some(rest) =
            text.split_once("://*.").map(|(scheme, host)| format!("{scheme}://{host}"))
        else {
            return Origin::parse(text).map(Self::Exactly);
        };
        Origin::parse(&rest).map(Self::Below)
    }

    /// Returns whether the entry allows the page with this `Origin` header.
    pub(crate) fn holds(&self, text: &str, origin: Option<&Origin>) -> bool {
        match (self, origin) {
            (Self::Null, _) => text == "null",
            (Self::Exactly(this), Some(origin)) => this == origin,
            (Self::Below(above), Some(origin)) => {
                let below =
                    origin.host.strip_suffix(&above.host).is_some_and(|sub| sub.ends_with('.'));
                below && (&above.scheme, above.port) == (&origin.scheme, origin.port)
            }
            (_, None) => false,
        }
    }
}

/// Splits `host:port`; without a port it is the scheme's default. The host becomes lower-case ASCII (IDNA), as browsers send
/// it.
fn host_and_port(authority: &str, scheme: &str) -> Option<(String, u16)> {
    let usual = match scheme {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        _ => 0,
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (authority, usual),
    };
    if host.contains('*') {
        return None;
    }
    Some((Host::parse(host).ok()?.to_string(), port))
}

/// RFC 3986 section 3.1.
fn is_scheme(text: &str) -> bool {
    let may_follow = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(may_follow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(entry: &str, origin: &str) -> bool {
        AllowedOrigin::parse(entry).unwrap().holds(origin, Origin::parse(origin).as_ref())
    }

    #[test]
    fn scheme_host_and_port_must_match() {
        assert!(allows("https://Example.com", "https://example.com"));
        assert!(allows("https://example.com:443/", "https://example.com"));
        assert!(allows("http://[::1]:8000", "http://[0:0::1]:8000"));
        assert!(allows("chrome-extension://abcdef", "chrome-extension://abcdef"));
        assert!(allows("https://bücher.example", "https://xn--bcher-kva.example"));
        for other in [
            "http://example.com",
            "https://example.com:444",
            "https://example.com.evil",
            "null",
            "x",
        ] {
            assert!(!allows("https://example.com", other), "{other}");
        }
    }

    #[test]
    fn a_star_matches_subdomains() {
        assert!(allows("https://*.example.com", "https://a.b.example.com"));
        assert!(allows("https://*.Bücher.example", "https://a.xn--bcher-kva.example"));
        for other in ["https://example.com", "https://evilexample.com", "http://a.example.com"] {
            assert!(!allows("https://*.example.com", other), "{other}");
        }
    }

    #[test]
    fn null_matches_only_null() {
        assert!(allows("null", "null"));
        assert!(!allows("null", "https://a"));
    }

    #[test]
    fn invalid_origins_are_rejected() {
        for text in [
            "",
            "example.com",
            "https://",
            "https://a/b",
            "https://u@a",
            "https://*",
            "https://a.*.b",
            "https://a b",
            "1s://a",
            "*",
        ] {
            assert_eq!(AllowedOrigin::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_origin_matches_the_host_header() {
        let is_at = |origin, host| Origin::parse(origin).unwrap().is_at(host);
        assert!(
            is_at("http://a:8080", "A:8080")
                && is_at("https://a", "a")
                && is_at("http://[::1]:9", "[::1]:9")
        );
        assert!(
            !is_at("http://a:8080", "a:8081") && !is_at("http://a", "b") && !is_at("http://a", "")
        );
    }
}
