use super::address::host_and_port;
use super::{Fault, Secret};
use percent_encoding::percent_decode_str;
use std::fmt;
use url::Host;

/// A proxy, and the credentials for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProxyAddress {
    pub(crate) protocol: ProxyProtocol,
    /// Host name or IP address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) credentials: Option<(String, Secret)>,
}

/// The protocol that a proxy speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyProtocol {
    /// HTTP CONNECT (RFC 9110 section 9.3.6).
    Http,
    /// RFC 1928.
    Socks5,
}

impl ProxyAddress {
    /// Parses `http://[user:password@]host[:port]`, the same with `socks5` or `socks5h`, or `host:port` as used in the
    /// environment.
    ///
    /// # Errors
    /// When it is none of these.
    pub(crate) fn parse(url: &str) -> Result<Self, Fault> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let (protocol, usual_port) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (ProxyProtocol::Http, 80),
            "socks5" | "socks5h" => (ProxyProtocol::Socks5, 1080),
            other => return Err(bad(format!("{other}:// is not a supported proxy"))),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        // The message omits the cause, which may contain a misplaced password.
        let no_host = || bad("the url has no host".to_owned());
        let (host, port) = host_and_port(place);
        let host = Host::parse(host).map_err(|_| no_host())?.to_string();
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = match port.filter(|port| !port.is_empty()) {
            Some(port) => port.parse().map_err(|_| no_host())?,
            None => usual_port,
        };
        Ok(Self { protocol, host, port, credentials: user.map(decoded) })
    }
}

/// The address, without credentials.
impl fmt::Display for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

fn decoded(user: &str) -> (String, Secret) {
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    let decode = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
    (decode(name), decode(password).into())
}

fn bad(message: String) -> Fault {
    Fault::new("bad_proxy", message, "write it like http://proxy:3128 or socks5://proxy:1080")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_parsed_as_a_proxy() {
        let read = |url| {
            let proxy = ProxyAddress::parse(url).unwrap();
            let credentials = proxy.credentials.clone();
            let credentials =
                credentials.map(|(name, password)| format!("{name} {}", password.reveal()));
            (proxy.protocol, proxy.to_string(), credentials)
        };
        let credentials = |text: &str| Some(text.to_owned());
        assert_eq!(read("http://p:3128"), (ProxyProtocol::Http, "p:3128".to_owned(), None));
        assert_eq!(read("p:3128"), (ProxyProtocol::Http, "p:3128".to_owned(), None));
        assert_eq!(read("HTTP://p/"), (ProxyProtocol::Http, "p:80".to_owned(), None));
        assert_eq!(read("socks5://[::1]"), (ProxyProtocol::Socks5, "[::1]:1080".to_owned(), None));
        let encoded = read("socks5h://me:p%40ss@p:1");
        assert_eq!(encoded, (ProxyProtocol::Socks5, "p:1".to_owned(), credentials("me p@ss")));
    }

    #[test]
    fn errors_and_debug_output_show_no_secrets() {
        for url in ["https://me:secret@p:1", "http://", "http://me:secret@", "http://me:secret@a b"]
        {
            let fault = ProxyAddress::parse(url).unwrap_err().to_string();
            assert!(!fault.contains("secret"), "{fault}");
        }
        let shown = format!("{:?}", ProxyAddress::parse("http://me:secret@p:1").unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }
}
