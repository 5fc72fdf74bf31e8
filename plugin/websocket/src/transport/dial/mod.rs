//! Connecting to a server: name lookup, TCP, proxy, TLS, HTTP and redirects, within one timeout.
//!
//! | file | content |
//! | --- | --- |
//! | `resolve` | the addresses of a host name |
//! | `happy_eyeballs` | the addresses of a host, tried side by side |
//! | `redirect` | following a redirect |

mod happy_eyeballs;
mod redirect;
mod resolve;

use super::credentials::Credentials;
use super::proxy::{Proxies, open_tunnel};
use super::stream::Stream;
use super::tls::Connector;
use crate::error::{Error, ErrorKind};
use crate::protocol::handshake::{
    HandshakeReply, PendingRejection, ServerHandshake, Target, open_handshake,
};
use crate::runtime::Log;
use crate::settings::{Connection, ProxyAddress};
use resolve::resolve;
use std::io;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Opens the connections of one entry of the settings.
#[derive(Debug)]
pub(crate) struct Dialer {
    within_ms: u64,
    max_redirects: u8,
    credentials: Credentials,
    proxies: Proxies,
    tls: Connector,
    log: Log,
}

impl Dialer {
    /// Reads nothing yet; relative paths in the settings start at `folder`.
    pub(crate) fn new(
        settings: &Connection,
        folder: &Path,
        is_origin_secret: bool,
        log: Log,
    ) -> Self {
        Self {
            within_ms: settings.connect_timeout_ms,
            max_redirects: settings.max_redirects,
            credentials: Credentials::new(settings, folder, is_origin_secret),
            proxies: Proxies::new(settings.proxy.clone(), folder),
            tls: Connector::new(settings.tls.clone(), folder),
            log,
        }
    }

    /// Connects to a server. Files are read as they are now.
    ///
    /// # Errors
    /// Why that failed, with the server's host and port. While the body of a rejection is awaited, `pending` has it.
    pub(crate) async fn dial(
        &self,
        target: &Target,
        pending: &PendingRejection,
    ) -> Result<(Stream, ServerHandshake), Error> {
        let within = self.within_ms;
        let dialed = self.dial_with_redirects(target, pending);
        let attempt = timeout(Duration::from_millis(within), dialed).await;
        attempt.unwrap_or_else(|_| {
            if let Some(rejected) = pending.get() {
                return Err(rejected.clone());
            }
            let message = format!("no answer within {within} ms (`connect_timeout_ms`)");
            Err(Error::new(ErrorKind::Timeout, message).at(&target.host_and_port()))
        })
    }

    /// Sends the request, and follows redirects as often as allowed.
    async fn dial_with_redirects(
        &self,
        target: &Target,
        pending: &PendingRejection,
    ) -> Result<(Stream, ServerHandshake), Error> {
        let mut target = target.clone();
        self.credentials
            .add_to(&mut target.headers)
            .map_err(|error| error.at(&target.host_and_port()))?;
        let mut left = self.max_redirects;
        loop {
            let reply = self
                .attempt(&target, pending)
                .await
                .map_err(|error| error.at(&target.host_and_port()))?;
            let location = match reply {
                (stream, HandshakeReply::Accepted(answer)) => return Ok((stream, answer)),
                (_, HandshakeReply::Redirect(location)) => location,
            };
            let next = redirect::follow(&target, &location, &mut left);
            target = next.map_err(|error| error.at(&target.host_and_port()))?;
            self.log.info(|| format!("redirected to {}", target.host_and_port()));
        }
    }

    /// The code for proxy and TLS is boxed, since most connections need neither.
    async fn attempt(
        &self,
        target: &Target,
        pending: &PendingRejection,
    ) -> Result<(Stream, HandshakeReply), Error> {
        let address = &target.address;
        let tcp = match self.proxies.route(address)? {
            None => connect(&address.host, address.port).await?,
            Some(route) => {
                let tunnel = Box::pin(connect_through(&route, target));
                tunnel.await.map_err(|error| proxy_error(&route, &error))?
            }
        };
        let mut stream = match address.tls {
            false => Stream::Plain(tcp),
            true => Box::pin(self.tls.connect(tcp, &address.host, &self.log)).await?,
        };
        let reply = open_handshake(&mut stream, target, pending).await?;
        Ok((stream, reply))
    }
}

async fn connect_through(route: &ProxyAddress, target: &Target) -> Result<TcpStream, Error> {
    let mut tcp = connect(&route.host, route.port).await?;
    open_tunnel(route, &mut tcp, &target.address.host, target.address.port).await?;
    Ok(tcp)
}

/// A failure on this side of the proxy, before the server was reached.
fn proxy_error(route: &ProxyAddress, error: &Error) -> Error {
    Error::new(ErrorKind::Proxy, format!("through the proxy {route}: {}", error.message))
}

async fn connect(host: &str, port: u16) -> Result<TcpStream, Error> {
    let unknown = |why: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Resolve, format!("the host name `{host}` has no address: {why}"))
    };
    let addresses = resolve(host, port).await.map_err(|error| unknown(&error))?;
    let stream = happy_eyeballs::connect(addresses).await.map_err(|failed| {
        failed.map_or_else(|| unknown(&"the lookup found none"), |error| unreachable(&error))
    })?;
    // Small messages must not wait for the acknowledgement of the previous one.
    stream.set_nodelay(true).map_err(|error| Error::io(&error))?;
    Ok(stream)
}

fn unreachable(error: &io::Error) -> Error {
    let (kind, message) = match error.kind() {
        io::ErrorKind::ConnectionRefused => (ErrorKind::Refused, "nothing listens there"),
        io::ErrorKind::TimedOut => (ErrorKind::Timeout, "no answer"),
        _ => (ErrorKind::Connect, "cannot be reached"),
    };
    Error::new(kind, format!("{message}: {error}"))
}
