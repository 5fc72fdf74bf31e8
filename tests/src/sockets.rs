//! Peers in the test process: WebSocket by tungstenite, and raw TCP for what no library would do.

use socket2::SockRef;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;
use tokio_tungstenite::tungstenite;
use tungstenite::handshake::derive_accept_key;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// A WebSocket that a test accepted.
pub type Accepted = WebSocket<TcpStream>;
/// A WebSocket that a test opened.
pub type Opened = WebSocket<MaybeTlsStream<TcpStream>>;

/// How long a peer waits for the program before the test fails.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A listener on a free loopback port.
#[derive(Debug)]
pub struct Listener(TcpListener);

impl Listener {
    /// Listens on a free port.
    #[must_use]
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        // The read time-out also applies to accepting.
        SockRef::from(&listener).set_read_timeout(Some(TIMEOUT)).unwrap();
        Self(listener)
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/", self.port())
    }

    /// The next TCP connection.
    #[must_use]
    pub fn accept(&self) -> TcpStream {
        let stream = self.0.accept().expect("the program connects").0;
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream
    }

    /// The next WebSocket.
    #[must_use]
    pub fn accept_websocket(&self) -> Accepted {
        tungstenite::accept(self.accept()).unwrap()
    }

    /// The next TCP connection, after an opening handshake written by hand; the test writes the bytes that follow.
    #[must_use]
    pub fn accept_upgraded(&self) -> TcpStream {
        let mut stream = self.accept();
        let accept = accept_key(&read_request(&mut stream));
        answer(
            &mut stream,
            format!(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Accept: {accept}\r\n\r\n"
            ),
        );
        stream
    }
}

impl Default for Listener {
    fn default() -> Self {
        Self::new()
    }
}

/// A port that was free a moment ago.
#[must_use]
pub fn free_port() -> u16 {
    Listener::new().port()
}

/// Opens a WebSocket to a server on this loopback port.
#[must_use]
pub fn open(port: u16, path: &str) -> Opened {
    let (socket, _) = tungstenite::connect(format!("ws://127.0.0.1:{port}{path}")).unwrap();
    if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    }
    socket
}

/// Opens a TCP connection to a server on this loopback port.
#[must_use]
pub fn open_raw(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream
}

/// The next text message.
#[track_caller]
pub fn read_text<S: Read + Write>(socket: &mut WebSocket<S>) -> String {
    match socket.read().unwrap() {
        Message::Text(text) => text.to_string(),
        other => panic!("a text message was expected, but it was {other:?}"),
    }
}

/// The code and reason of the next Close frame; messages before it are discarded.
#[track_caller]
pub fn read_close<S: Read + Write>(socket: &mut WebSocket<S>) -> (u16, String) {
    loop {
        if let Message::Close(frame) = socket.read().unwrap() {
            let frame = frame.expect("the close frame has a code");
            return (frame.code.into(), frame.reason.to_string());
        }
    }
}

/// Reads an HTTP request (or answer) up to its empty line.
#[must_use]
pub fn read_request(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// The Sec-WebSocket-Accept that belongs to a client's request.
#[must_use]
pub fn accept_key(request: &str) -> String {
    let key = request.lines().find_map(|line| header(line, "sec-websocket-key"));
    derive_accept_key(key.expect("the request has a Sec-WebSocket-Key").as_bytes())
}

/// Writes bytes as they are.
pub fn answer(stream: &mut TcpStream, bytes: impl AsRef<[u8]>) {
    stream.write_all(bytes.as_ref()).unwrap();
}

/// Resets the connection instead of closing it.
pub fn reset(stream: TcpStream) {
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(stream);
}

fn header(line: &str, name: &str) -> Option<String> {
    let (found, value) = line.split_once(':')?;
    found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
}
