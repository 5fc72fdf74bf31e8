use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Limits concurrent name lookups; each occupies a thread for as long as the system takes.
static LOOKUPS: Semaphore = Semaphore::const_new(8);

/// Returns the addresses of a host.
///
/// # Errors
/// When the system knows none.
pub(super) async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![(address, port).into()]);
    }
    let permit = LOOKUPS.acquire().await.map_err(io::Error::other)?;
    let name = (host.to_owned(), port);
    let resolved = spawn_blocking(move || {
        // The thread stays occupied even if the caller has stopped waiting.
        let _permit = permit;
        name.to_socket_addrs().map(Iterator::collect)
    });
    resolved.await.map_err(io::Error::other)?
}
