//! How clients come in: the opening handshake (RFC 6455 section 4.2), as short as it can be.

use super::link::Link;
use super::{Driver, READ, TIMEOUT};
use crate::process::Process;
use crate::readiness::Readiness;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Where the connections of one client come in.
#[derive(Debug)]
pub(crate) struct Listener(TcpListener);

impl Listener {
    /// A listener on a port of its own.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        Ok(Self(listener))
    }

    /// Where clients connect to.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Lets so many connections in; `is_alive` is asked now and then whether anybody will still come.
    ///
    /// # Errors
    /// When the client ends, does not come, or is none.
    pub(crate) fn accept(
        self,
        connections: usize,
        client: Process,
        mut is_alive: impl FnMut() -> bool,
    ) -> io::Result<Driver> {
        let (mut links, readiness) = (Vec::with_capacity(connections), Readiness::new()?);
        let mut deadline = Instant::now() + TIMEOUT;
        while links.len() < connections {
            match self.0.accept() {
                Ok((stream, _)) => {
                    readiness.add(&stream, links.len())?;
                    links.push(Link::new(handshake(stream)?));
                    deadline = Instant::now() + TIMEOUT;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if Instant::now() > deadline || !is_alive() {
                        let came = links.len();
                        return Err(io::Error::other(format!("{came} of {connections} came")));
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Driver { links, readiness, ready: Vec::new(), buffer: vec![0; READ], client })
    }
}

/// The URL of an address.
#[must_use]
pub(crate) fn url_of(address: SocketAddr) -> String {
    format!("ws://{address}/")
}

fn handshake(mut stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_nodelay(true)?;
    let mut key = String::new();
    // The client sends nothing behind its request before it has the answer.
    for line in BufReader::new(&stream).lines() {
        let line = line?;
        match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("sec-websocket-key") => {
                key = derive_accept_key(value.trim().as_bytes());
            }
            _ if line.is_empty() => break,
            _ => {}
        }
    }
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {key}\r\n\r\n"
    );
    stream.write_all(answer.as_bytes())?;
    stream.set_nonblocking(true)?;
    Ok(stream)
}
