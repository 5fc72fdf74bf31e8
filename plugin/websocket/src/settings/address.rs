use super::Fault;
use std::num::NonZeroU16;
use tungstenite::http::Uri;

/// Default ports of `ws` and `wss` (RFC 6455 section 3).
const DEFAULT_PORT: u16 = 80;
const DEFAULT_TLS_PORT: u16 = 443;

/// The address of a server, parsed from a url and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Whether to use TLS.
    pub(crate) tls: bool,
    /// Host name or IP address, without brackets.
    pub(crate) host: String,
    /// TCP port.
    pub(crate) port: u16,
    /// The `Host` header: the host and, unless it is the default one, the port.
    pub(crate) authority: String,
    /// Path and query of the request.
    pub(crate) target: String,
}

impl Address {
    /// Parses `ws[s]://host[:port]/path?query` (RFC 6455 section 3); `port` applies if the url has none.
    ///
    /// # Errors
    /// The first mistake in it.
    pub(crate) fn parse(url: &str, port: Option<u16>) -> Result<Self, Fault> {
        let tls = is_tls(url)?;
        check_rest(url)?;
        let uri: Uri =
            url.parse().map_err(|error| bad(format!("`{url}` is not a url: {error}")))?;
        let host = uri.host().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| bad(format!("`{url}` has no host")))?;
        let usual = if tls { DEFAULT_TLS_PORT } else { DEFAULT_PORT };
        let port = agree(written_port(&uri)?, port)?.unwrap_or(usual);
        let authority = if port == usual { host.to_owned() } else { format!("{host}:{port}") };
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        Ok(Self {
            tls,
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port,
            authority,
            target: if target.starts_with('/') { target.into() } else { format!("/{target}") },
        })
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

/// Checks what [`Uri`] accepts silently: it drops a fragment and keeps credentials in the host.
fn check_rest(url: &str) -> Result<(), Fault> {
    if url.contains('#') {
        let help = "remove the part from # on (RFC 6455 section 3)";
        return Err(Fault::new("bad_url", "a WebSocket url cannot have a fragment", help));
    }
    let authority = url.split("://").nth(1).and_then(|rest| rest.split(['/', '?']).next());
    if authority.is_some_and(|authority| authority.contains('@')) {
        let help = "write them in `auth`";
        return Err(Fault::new("credentials_in_url", "the url contains a user or password", help));
    }
    Ok(())
}

fn written_port(uri: &Uri) -> Result<Option<u16>, Fault> {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let behind_host = authority.rsplit(']').next().unwrap_or_default();
    let Some((_, port)) = behind_host.rsplit_once(':').filter(|(_, port)| !port.is_empty()) else {
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
