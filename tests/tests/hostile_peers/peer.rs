use crate::bytes;
use crate::program::Side;
use crate::socket_queues::is_unread;
use pulsewire_tests::sockets::{accept_key, read_request};
use socket2::SockRef;
use std::io::{ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

/// How long a peer waits for the program before its row fails.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The other side of the program: a raw socket.
pub(crate) struct Peer {
    pub(crate) stream: TcpStream,
    /// The role of the program; the peer has the other one.
    pub(crate) program: Side,
    pub(crate) is_open: bool,
    pub(crate) has_reset: bool,
    /// Whether it keeps the stream open after the program's Close frame.
    pub(crate) keeps_stream: bool,
    /// Sends without end; returns whether the program disconnected before the time-out.
    pub(crate) flood: Option<JoinHandle<bool>>,
}

impl Peer {
    pub(crate) fn new(stream: TcpStream, program: Side) -> Self {
        stream.set_nodelay(true).unwrap();
        stream.set_write_timeout(Some(TIMEOUT)).unwrap();
        // What it does not read must soon be felt by the program, and not fill the system's memory.
        SockRef::from(&stream).set_recv_buffer_size(64 << 10).unwrap();
        let (is_open, has_reset, keeps_stream) = (false, false, false);
        Self { stream, program, is_open, has_reset, keeps_stream, flood: None }
    }

    /// The head of a correct opening handshake; a server first reads the client's request.
    pub(crate) fn head(&mut self) -> String {
        if self.program == Side::Server {
            return "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n\
                    Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                    Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
                .to_owned();
        }
        let request = read_request(&mut self.stream);
        let key = accept_key(&request);
        let extensions = match request.contains("permessage-deflate") {
            true => "Sec-WebSocket-Extensions: permessage-deflate\r\n",
            false => "",
        };
        format!(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Accept: {key}\r\n{extensions}\r\n"
        )
    }

    /// The opening handshake, as it should be.
    pub(crate) fn upgrade(&mut self) {
        let head = self.head();
        self.send(head);
        if self.program == Side::Server {
            let answer = read_request(&mut self.stream);
            assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        }
        self.is_open = true;
    }

    /// Sends raw bytes. Ignores errors: the program may have disconnected.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref());
    }

    /// Sends bytes one by one, with a pause after each, until the program sends something or disconnects.
    pub(crate) fn send_slowly(&mut self, bytes: impl AsRef<[u8]>, every: Duration) {
        self.stream.set_read_timeout(Some(every)).unwrap();
        for byte in bytes.as_ref() {
            self.send([*byte]);
            match self.stream.peek(&mut [0]) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                _ => break,
            }
        }
        self.stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    }

    /// Whether what it sends is masked, as only clients do.
    pub(crate) fn masks(&self) -> bool {
        self.program == Side::Server
    }

    pub(crate) fn frame(&mut self, first: u8, payload: impl AsRef<[u8]>) {
        self.send(bytes::frame(first, payload.as_ref(), self.masks()));
    }

    /// The header of a frame, which promises so many bytes.
    pub(crate) fn header(&mut self, first: u8, length: u64) {
        self.send(bytes::header(first, length, self.masks()));
    }

    /// Payload behind a header.
    pub(crate) fn payload(&mut self, payload: &[u8]) {
        self.send(bytes::masked(payload, self.masks()));
    }

    pub(crate) fn close(&mut self, code: u16) {
        self.frame(bytes::FIN | bytes::CLOSE, code.to_be_bytes());
    }

    /// Sends the same bytes repeatedly on its own thread until the program disconnects.
    pub(crate) fn repeat(&mut self, bytes: Vec<u8>) {
        let mut stream = self.stream.try_clone().unwrap();
        let deadline = Instant::now() + TIMEOUT;
        self.flood = Some(thread::spawn(move || {
            let is_patient = || Instant::now() < deadline;
            while is_patient() && stream.write_all(&bytes).is_ok() {}
            is_patient()
        }));
    }

    /// Waits until the program has read everything sent to it, or has disconnected. The system has no event for that.
    pub(crate) fn wait_until_read(&self) {
        let deadline = Instant::now() + TIMEOUT;
        while is_unread(&self.stream) {
            assert!(Instant::now() < deadline, "the program does not read");
            sleep(Duration::from_millis(1));
        }
    }

    /// Ends its sending side and keeps reading.
    pub(crate) fn end(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Keeps the stream open after the program's Close frame.
    pub(crate) fn keep_stream(&mut self) {
        self.keeps_stream = true;
    }

    /// Resets the connection when it is dropped.
    pub(crate) fn reset(&mut self) {
        SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)).unwrap();
        self.has_reset = true;
    }
}
