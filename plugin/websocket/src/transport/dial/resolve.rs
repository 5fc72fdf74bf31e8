use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many names are looked up at the same time; each takes a thread for as long as the system takes.
static LOOK_UPS: Semaphore = Semaphore::const_new(8);

/// The addresses of a host.
///
/// # Errors
/// When the system knows none.
pub(super) async fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![(address, port).into()]);
    }
    let permit = LOOK_UPS.acquire().await.map_err(io::Error::other)?;
    let name = (host.to_owned(), port);
    let resolved = spawn_blocking(move || {
        // Also when nobody waits for it any more, the thread is taken.
        let _permit = permit;
        name.to_socket_addrs().map(Iterator::collect)
    });
    resolved.await.map_err(io::Error::other)?
}
