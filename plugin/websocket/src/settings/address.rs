use super::Fault;
use std::num::NonZeroU16;
use url::{ParseError, Position, Url};

/// Default ports of `ws` and `wss` (RFC 6455 section 3).
const DEFAULT_PORT: u16 = 80;
const DEFAULT_TLS_PORT: u16 = 443;

/// The address of a server, parsed from a url and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Whether to use TLS.
    pub(crate) tls: bool,
    /// Host name in lower-case ASCII or IP address, without brackets.
    pub(crate) host: String,
    /// TCP port.
    pub(crate) port: u16,
    /// The `Host` header: the host and, unless it is the default one, the port.
    pub(crate) authority: String,
    /// Path and query of the request.
    pub(crate) target: String,
}

impl Address {
    /// Parses `ws[s]://host[:port]/path?query` (RFC 6455 section 3) as the WHATWG URL Standard does: the host becomes
    /// lower-case ASCII (IDNA), other characters are percent-encoded. `port` applies if the url has none.
    ///
    /// # Errors
    /// The first mistake in it.
    pub(crate) fn parse(url: &str, port: Option<u16>) -> Result<Self, Fault> {
        let url = url.trim_matches(' ');
        let tls = is_tls(url)?;
        let authority = authority(url);
        check_rest(url, authority)?;
        let usual = if tls { DEFAULT_TLS_PORT } else { DEFAULT_PORT };
        let port = agree(written_port(authority)?, port)?.unwrap_or(usual);
        let parsed = Url::parse(url).map_err(|error| refused(url, authority, error))?;
        let host = parsed.host_str().unwrap_or_default();
        let authority = if port == usual { host.to_owned() } else { format!("{host}:{port}") };
        Ok(Self {
            tls,
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port,
            authority,
            target: parsed[Position::BeforePath..Position::AfterQuery].to_owned(),
        })
    }
}

/// Returns host and port as they are written.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '\\', '?', '#']).next().unwrap_or_default()
}

/// Names what the URL Standard does not allow.
fn refused(url: &str, authority: &str, error: ParseError) -> Fault {
    if error == ParseError::EmptyHost {
        return bad(format!("`{url}` has no host"));
    }
    let host = host_and_port(authority).0;
    let forbidden = |char: &char| char.is_control() || " \"#%<>@[\\]^`{|}".contains(*char);
    match host.chars().find(forbidden).filter(|_| !host.starts_with('[')) {
        Some(char) => bad(format!("the host `{host}` of the url contains {char:?}")),
        None => bad(format!("the host `{host}` of the url cannot be used: {error}")),
    }
}

fn is_tls(url: &str) -> Result<bool, Fault> {
    let Some((scheme, _)) = url.split_once("://") else {
        return Err(bad(format!("`{url}` does not begin with ws:// or wss://")));
    };
    match scheme.to_ascii_lowercase().as_str() {
        "ws" => Ok(false),
        "wss" => Ok(true),
        other => Err(bad(format!("{other}:// is not a WebSocket scheme"))),
    }
}

/// Checks what a url may have and a WebSocket url may not.
fn check_rest(url: &str, authority: &str) -> Result<(), Fault> {
    if let Some(control) = url.chars().find(|char| char.is_control()) {
        return Err(bad(format!("the url contains the control character {control:?}")));
    }
    if url.contains('#') {
        let help = "remove the part from # on (RFC 6455 section 3)";
        return Err(Fault::new("bad_url", "a WebSocket url cannot have a fragment", help));
    }
    if authority.contains('@') {
        let help = "write them in `auth`";
        return Err(Fault::new("credentials_in_url", "the url contains a user or password", help));
    }
    Ok(())
}

/// Splits an authority at the colon before the port.
pub(super) fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// [`Url`] drops the default port, and allows port 0.
fn written_port(authority: &str) -> Result<Option<u16>, Fault> {
    let Some(port) = host_and_port(authority).1.filter(|port| !port.is_empty()) else {
        return Ok(None);
    };
    let out_of_range = |_| {
        let message = format!("the url's port {port} is out of range");
        Fault::new("port_out_of_range", message, "a port is a number from 1 to 65535")
    };
    port.parse::<NonZeroU16>().map(|port| Some(port.get())).map_err(out_of_range)
}

fn agree(in_url: Option<u16>, beside: Option<u16>) -> Result<Option<u16>, Fault> {
    match (in_url, beside) {
        (Some(one), Some(other)) if one != other => {
            let message = format!("the url says port {one}, `port` says {other}");
            Err(Fault::new("port_conflict", message, "write the port once"))
        }
        (one, other) => Ok(one.or(other)),
    }
}

fn bad(message: String) -> Fault {
    Fault::new("bad_url", message, "write it like ws://127.0.0.1/path or wss://example.com/path")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, port: Option<u16>) -> &'static str {
        let fault = Address::parse(url, port).unwrap_err().at("");
        Box::leak(fault.code.into_boxed_str())
    }

    #[test]
    fn url_and_port_give_the_address() {
        let read = |url, port| {
            let address = Address::parse(url, port).unwrap();
            (address.host, address.port, address.authority, address.target)
        };
        let parts = |a: &str, b, c: &str, d: &str| (a.to_owned(), b, c.to_owned(), d.to_owned());
        assert_eq!(
            read("ws://127.0.0.1/", Some(9001)),
            parts("127.0.0.1", 9001, "127.0.0.1:9001", "/")
        );
        assert_eq!(read("ws://a:81/b?c=d", Some(81)), parts("a", 81, "a:81", "/b?c=d"));
        assert_eq!(read("WS://a", None), parts("a", 80, "a", "/"));
        assert_eq!(read("ws://a?q", None), parts("a", 80, "a", "/?q"));
        assert_eq!(read("ws://[::1]:9/", None), parts("::1", 9, "[::1]:9", "/"));
        assert_eq!(read("wss://a", None), parts("a", 443, "a", "/"));
        assert_eq!(read("WSS://a", Some(80)), parts("a", 80, "a:80", "/"));
        assert!(Address::parse("wss://a", None).unwrap().tls);
        assert!(!Address::parse("ws://a:443", None).unwrap().tls);
    }

    #[test]
    fn a_url_is_read_as_the_url_standard_does() {
        for (url, authority, target) in [
            ("ws://host/ü?x=ü", "host", "/%C3%BC?x=%C3%BC"),
            ("ws://bücher.example/", "xn--bcher-kva.example", "/"),
            ("ws://host/a b", "host", "/a%20b"),
            ("ws://HOST:90/A", "host:90", "/A"),
            ("ws://host/%C3%BC?a%20b=\"<>\"", "host", "/%C3%BC?a%20b=%22%3C%3E%22"),
            ("ws://host/a/../b", "host", "/b"),
            ("ws://127.1:9001", "127.0.0.1:9001", "/"),
            ("ws://[0:0::1]:9/", "[::1]:9", "/"),
            (" ws://host/ ", "host", "/"),
        ] {
            let address = Address::parse(url, None).unwrap();
            assert_eq!((&*address.authority, &*address.target), (authority, target), "{url}");
        }
    }

    #[test]
    fn what_is_refused_is_named() {
        for (url, says) in [
            ("ws://a b/", "the host `a b` of the url contains ' '"),
            ("ws://a<b:1/", "the host `a<b` of the url contains '<'"),
            ("ws://[::g]/", "the host `[::g]` of the url cannot be used: invalid IPv6 address"),
            ("ws://1.2.3.256/", "the host `1.2.3.256` of the url cannot be used: invalid IPv4"),
            ("ws://xn--a/", "the host `xn--a` of the url cannot be used"),
            ("ws:///", "has no host"),
            ("ws://a/b\nc", "contains the control character '\\n'"),
        ] {
            let message = Address::parse(url, None).unwrap_err().at("").message;
            assert!(message.contains(says), "{message}");
        }
    }

    #[test]
    fn each_mistake_has_its_code() {
        assert_eq!(code("ws://a:81/", Some(82)), "port_conflict");
        assert_eq!(code("http://a/", None), "bad_url");
        assert_eq!(code("127.0.0.1:9001", None), "bad_url");
        assert_eq!(code("ws://", None), "bad_url");
        assert_eq!(code("ws://a b/", None), "bad_url");
        assert_eq!(code("ws://a/#b", None), "bad_url");
        assert_eq!(code("ws://me:secret@a/", None), "credentials_in_url");
        for port in ["0", "65536", "99999"] {
            assert_eq!(code(&format!("ws://a:{port}/"), None), "port_out_of_range");
        }
    }
}
