//! Proxies between a client and its server.
//!
//! | file | content |
//! | --- | --- |
//! | `environment` | the variables that name proxies |
//! | `http`, `socks` | asking a proxy for a tunnel |

mod environment;
mod http;
mod socks;

use super::credentials::secret;
use crate::error::Error;
use crate::settings::{Address, Proxy, ProxyAddress, ProxyProtocol, no_proxy};
use std::path::{Path, PathBuf};
use tokio::net::TcpStream;

/// Selects the proxy of a connection.
#[derive(Debug)]
pub(crate) struct Proxies {
    settings: Proxy,
    folder: PathBuf,
}

impl Proxies {
    /// Reads nothing yet; relative paths start at `folder`.
    pub(crate) fn new(settings: Proxy, folder: &Path) -> Self {
        Self { settings, folder: folder.to_owned() }
    }

    /// Returns the proxy to a server now, if any.
    ///
    /// # Errors
    /// When the environment names an unsupported one, or the file with the password cannot be read.
    pub(crate) fn route(&self, address: &Address) -> Result<Option<ProxyAddress>, Error> {
        let Proxy { url, username, password, password_file, no_proxy, environment } =
            &self.settings;
        let Some(url) = url else {
            let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
            return if *environment { environment::route(address, &variable) } else { Ok(None) };
        };
        if no_proxy::is_exempt(no_proxy.iter().map(String::as_str), &address.host, address.port) {
            return Ok(None);
        }
        let mut proxy = ProxyAddress::parse(url).map_err(|fault| Error::proxy(&fault))?;
        if let Some(username) = username {
            let password = secret(&self.folder, password, password_file, "proxy.password_file")?;
            proxy.credentials = Some((username.clone(), password.unwrap_or_default().into()));
        }
        Ok(Some(proxy))
    }
}

/// Asks the proxy for a tunnel to this host.
///
/// # Errors
/// Why the proxy refused.
pub(crate) async fn open_tunnel(
    proxy: &ProxyAddress,
    stream: &mut TcpStream,
    host: &str,
    port: u16,
) -> Result<(), Error> {
    let credentials = proxy.credentials.as_ref();
    let credentials =
        credentials.map(|(username, password)| (username.as_str(), password.reveal()));
    match proxy.protocol {
        ProxyProtocol::Http => http::tunnel(stream, host, port, credentials).await,
        ProxyProtocol::Socks5 => socks::tunnel(stream, host, port, credentials).await,
    }
}
