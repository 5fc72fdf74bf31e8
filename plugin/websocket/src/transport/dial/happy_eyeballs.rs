//! Happy Eyeballs (RFC 8305): connects to the addresses of a host with a short delay between them, and uses the first
//! that answers. A dead address costs a quarter of a second instead of a timeout.

use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The delay before the next address is tried in parallel (RFC 8305 section 5).
const HEAD_START: Duration = Duration::from_millis(250);

/// Connects to the first of these addresses that answers.
///
/// # Errors
/// Why the first address failed, if all do; `None` if there are none.
pub(super) async fn connect(
    addresses: impl IntoIterator<Item = SocketAddr>,
) -> Result<TcpStream, Option<io::Error>> {
    let mut waiting = VecDeque::from(interleaved(addresses));
    let mut trying = FuturesUnordered::new();
    let mut failed = None;
    while let Some(address) = waiting.pop_front() {
        trying.push(TcpStream::connect(address));
        let answers = timeout(HEAD_START, trying.next());
        match answers.await {
            Ok(Some(Ok(stream))) => return Ok(stream),
            Ok(Some(Err(error))) => failed = failed.or(Some(error)),
            Ok(None) | Err(_) => {}
        }
    }
    while let Some(answer) = trying.next().await {
        match answer {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    Err(failed)
}

/// Alternates the address families, beginning with that of the first address, which the system prefers (RFC 8305 section 4).
fn interleaved(addresses: impl IntoIterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let addresses: Vec<_> = addresses.into_iter().collect();
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) =
        addresses.into_iter().partition(|address| address.is_ipv6() == first_is_v6);
    let longest = first.len().max(second.len());
    let in_turn = |at: usize| [first.get(at), second.get(at)].into_iter().flatten().copied();
    (0..longest).flat_map(in_turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use socket2::{Domain, Socket, Type};
    use std::time::Instant;
    use tokio::net::TcpListener;
    use tokio::runtime::Runtime;

    #[test]
    fn address_families_alternate() {
        let read = |text: &str| -> Vec<SocketAddr> {
            text.split(' ').map(|one| one.parse().unwrap()).collect()
        };
        let sorted = read("[::1]:1 [::2]:1 [::3]:1 1.0.0.1:1 1.0.0.2:1");
        assert_eq!(interleaved(sorted), read("[::1]:1 1.0.0.1:1 [::2]:1 1.0.0.2:1 [::3]:1"));
        assert_eq!(interleaved(read("1.0.0.1:1 [::1]:1")), read("1.0.0.1:1 [::1]:1"));
    }

    #[test]
    fn a_dead_address_costs_no_timeout() {
        Runtime::new().unwrap().block_on(async {
            let (dead, _full) = dead();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let alive = listener.local_addr().unwrap();
            let stream = connect([dead, alive]).await.unwrap();
            assert_eq!(stream.peer_addr().unwrap(), alive);
            let within = timeout(2 * HEAD_START, connect([dead]));
            assert!(within.await.is_err(), "the dead address answers");
        });
    }

    #[test]
    fn refused_addresses_cost_no_delay() {
        Runtime::new().unwrap().block_on(async {
            let closed = |host| TcpListener::bind((host, 0));
            let one = closed("127.0.0.1").await.unwrap().local_addr().unwrap();
            let begin = Instant::now();
            let error = connect([one; 40]).await.unwrap_err().unwrap();
            assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
            assert!(begin.elapsed() < 40 * HEAD_START);
        });
        let none = Runtime::new().unwrap().block_on(connect([]));
        assert!(none.unwrap_err().is_none());
    }

    /// An address that never answers: a listening socket whose queue is full.
    fn dead() -> (SocketAddr, Vec<std::net::TcpStream>) {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&"127.0.0.1:0".parse::<SocketAddr>().unwrap().into()).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let mut full = vec![std::net::TcpStream::from(socket)];
        while let Ok(one) = std::net::TcpStream::connect_timeout(&address, HEAD_START) {
            full.push(one);
        }
        (address, full)
    }
}
