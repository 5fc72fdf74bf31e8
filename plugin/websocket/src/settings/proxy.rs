use super::Secret;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The proxy that a connection goes through.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Proxy {
    /// The proxy: `http://host:port` (CONNECT, RFC 9110 section 9.3.6) or `socks5://host:port` (RFC 1928). It resolves
    /// the server's host name.
    pub(crate) url: Option<String>,
    /// The user name at the proxy.
    pub(crate) username: Option<String>,
    /// The password at the proxy.
    pub(crate) password: Option<Secret>,
    /// A file that contains the password. The path is relative to the project folder; read for every attempt.
    pub(crate) password_file: Option<String>,
    /// Servers to connect to without the proxy in `url`, in the syntax of `NO_PROXY`: `example.com` with its subdomains,
    /// `.example.com` for the subdomains only, `10.0.0.0/8`, any of them with a `:port`, `*` for all.
    pub(crate) no_proxy: Vec<String>,
    /// Whether, without `url`, the environment variables `http_proxy` (for ws://), `https_proxy` (for wss://),
    /// `all_proxy` and `no_proxy` apply, also in upper case. Loopback never uses a proxy from the environment.
    pub(crate) environment: bool,
}

impl Default for Proxy {
    fn default() -> Self {
        Self {
            url: None,
            username: None,
            password: None,
            password_file: None,
            no_proxy: Vec::new(),
            environment: true,
        }
    }
}
