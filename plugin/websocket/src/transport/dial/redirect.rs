use crate::error::{Error, ErrorKind};
use crate::protocol::handshake::Target;
use crate::settings::Address;
use tungstenite::http::HeaderMap;
use tungstenite::http::header::ORIGIN;
use url::Url;

/// Returns the target of a `Location` (RFC 9110 section 10.2.2). Headers, and with them cookies and credentials, are
/// sent only to the host in the url: other hosts get only `Origin` and the subprotocols.
///
/// # Errors
/// When no more redirects are allowed, the address is invalid, or it leads from TLS to plain TCP.
pub(super) fn follow(target: &Target, location: &str, left: &mut u8) -> Result<Target, Error> {
    let refuse = |why: &str| Error::new(ErrorKind::Redirect, why);
    let address = resolve(&target.address, location).map_err(|why| {
        refuse(&format!("the server redirects to an invalid WebSocket address: {why}"))
    })?;
    if target.address.tls && !address.tls {
        return Err(refuse("the server redirects from wss:// to ws://, which is not followed"));
    }
    let Some(fewer) = left.checked_sub(1) else {
        let place = &address.authority;
        let message = format!("the server redirects to {place}; `max_redirects` allows no more");
        return Err(refuse(&message));
    };
    *left = fewer;
    let same_host = address.host == target.address.host && is_same_port(&target.address, &address);
    let headers = if same_host { target.headers.clone() } else { origin_of(&target.headers) };
    Ok(Target { address, headers, ..target.clone() })
}

/// The default ports of ws:// and wss:// count as the same.
fn is_same_port(from: &Address, to: &Address) -> bool {
    from.port == to.port || (from.port, to.port) == (80, 443)
}

fn origin_of(headers: &HeaderMap) -> HeaderMap {
    let origin = headers.get(ORIGIN).map(|origin| (ORIGIN, origin.clone()));
    HeaderMap::from_iter(origin)
}

/// Resolves a reference against the requested address as the WHATWG URL Standard does; `http` stands for `ws`.
fn resolve(base: &Address, location: &str) -> Result<Address, String> {
    let scheme = if base.tls { "wss" } else { "ws" };
    let base = format!("{scheme}://{}{}", base.authority, base.target);
    let base = Url::parse(&base).map_err(|error| error.to_string())?;
    let mut url = base.join(location).map_err(|error| error.to_string())?;
    let scheme = match url.scheme() {
        "http" => Some("ws"),
        "https" => Some("wss"),
        _ => None,
    };
    // Both schemes are special ones, so the change is allowed.
    let _ = scheme.map(|scheme| url.set_scheme(scheme));
    url.set_fragment(None);
    Address::parse(url.as_str(), None).map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tungstenite::http::HeaderValue;

    fn target(url: &str) -> Target {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", HeaderValue::from_static("Bearer x"));
        headers.insert("origin", HeaderValue::from_static("http://me"));
        let (subprotocols, max_handshake_bytes) = (Vec::new(), 1);
        let address = Address::parse(url, None).unwrap();
        Target { address, headers, subprotocols, compression: None, max_handshake_bytes }
    }

    #[test]
    fn a_location_is_resolved_against_the_address() {
        for (from, location, to) in [
            ("ws://a:1/b/c?d", "e?f", "ws://a:1/b/e?f"),
            ("ws://a/b/c?d", "?x", "ws://a/b/c?x"),
            ("ws://a:1/b/c", "/e#frag", "ws://a:1/e"),
            ("ws://a:1/b/c", "//h:2/e", "ws://h:2/e"),
            ("ws://a:1/", "http://h/x", "ws://h/x"),
            ("ws://a:1/", "HTTPS://h", "wss://h/"),
            ("wss://a/", "wss://h:5/x?u=http://y", "wss://h:5/x?u=http://y"),
        ] {
            let followed = follow(&target(from), location, &mut 1).unwrap().address;
            assert_eq!(followed, Address::parse(to, None).unwrap(), "{location}");
        }
    }

    #[test]
    fn headers_are_sent_only_to_the_same_host() {
        let count = |from, location| follow(&target(from), location, &mut 1).unwrap().headers.len();
        assert_eq!(count("ws://a:1/", "/b"), 2);
        assert_eq!(count("ws://a/", "https://a/b"), 2);
        for elsewhere in ["//b:1/", "//a:2/", "https://a/"] {
            assert_eq!(count("ws://a:1/", elsewhere), 1, "{elsewhere}");
        }
    }

    #[test]
    fn rejected_redirects_say_why() {
        let refused = |from, location, mut left| {
            let error = follow(&target(from), location, &mut left).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Redirect);
            error.message
        };
        assert!(refused("ws://a/", "/b", 0).contains("to a; `max_redirects`"));
        assert!(refused("wss://a/", "http://a/", 9).contains("from wss:// to ws://"));
        assert!(refused("ws://a/", "ftp://a/", 9).contains("ftp:// is not a WebSocket scheme"));
    }
}
