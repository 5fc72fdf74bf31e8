//! The other side: tokio-tungstenite, or raw bytes.

use crate::rig::Rig;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use std::future::Future;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, accept_async_with_config, connect_async};

const PATIENCE: Duration = Duration::from_secs(20);

/// A runtime for the other side, and a port to listen on.
pub(crate) struct Peer {
    runtime: Runtime,
    listener: TcpListener,
    copy: std::net::TcpListener,
    pub(crate) port: u16,
}

pub(crate) type Socket = WebSocketStream<TcpStream>;
pub(crate) type ClientSocket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Peer {
    pub(crate) fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let copy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        copy.set_nonblocking(true).unwrap();
        let port = copy.local_addr().unwrap().port();
        let entered = runtime.enter();
        let listener = TcpListener::from_std(copy.try_clone().unwrap()).unwrap();
        drop(entered);
        Self { runtime, listener, copy, port }
    }

    pub(crate) fn run<T>(&self, what: impl Future<Output = T>) -> T {
        let limited = async { timeout(PATIENCE, what).await };
        self.runtime.block_on(limited).unwrap()
    }

    /// Runs beside the test.
    pub(crate) fn spawn(&self, what: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(what);
    }

    /// Settings of a connection to this peer, with these besides.
    pub(crate) fn settings(&self, more: Json) -> Json {
        let mut connection = json!({ "name": "Echo", "url": "ws://127.0.0.1/", "port": self.port });
        let Json::Object(more) = more else { panic!("settings are an object") };
        connection.as_object_mut().unwrap().extend(more);
        json!({ "connections": [connection] })
    }

    /// The listener, for a task that takes connections by itself.
    pub(crate) fn listener(&self) -> TcpListener {
        let _entered = self.runtime.enter();
        TcpListener::from_std(self.copy.try_clone().unwrap()).unwrap()
    }

    /// Takes the next TCP connection.
    pub(crate) fn accept_raw(&self) -> TcpStream {
        self.run(self.listener.accept()).unwrap().0
    }

    /// Takes the next WebSocket connection.
    pub(crate) fn accept(&self) -> Socket {
        let config = WebSocketConfig::default().max_frame_size(None).max_message_size(None);
        let stream = self.accept_raw();
        self.run(accept_async_with_config(stream, Some(config))).unwrap()
    }

    /// Takes the next connection and does the handshake by hand, so that any bytes may follow.
    pub(crate) fn accept_by_hand(&self) -> TcpStream {
        self.accept_with("").0
    }

    /// The same with these header lines in the answer; with the request.
    pub(crate) fn accept_with(&self, headers: &str) -> (TcpStream, String) {
        let mut stream = self.accept_raw();
        let head = self.read_head(&mut stream);
        let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap();
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             {headers}Sec-WebSocket-Accept: {}\r\n\r\n",
            derive_accept_key(key.as_bytes()),
        );
        self.write(&mut stream, answer.as_bytes());
        (stream, head)
    }

    pub(crate) fn read_head(&self, stream: &mut TcpStream) -> String {
        self.run(async {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            String::from_utf8(head).unwrap()
        })
    }

    pub(crate) fn write(&self, stream: &mut TcpStream, bytes: &[u8]) {
        self.run(stream.write_all(bytes)).unwrap();
    }

    /// Closes this half.
    pub(crate) fn shut(&self, stream: &mut TcpStream) {
        self.run(stream.shutdown()).unwrap();
    }

    /// What comes until the other side closes its half, or resets.
    pub(crate) fn read_rest(&self, stream: &mut TcpStream) -> Vec<u8> {
        let mut rest = Vec::new();
        let _ = self.run(stream.read_to_end(&mut rest));
        rest
    }

    pub(crate) fn send<S>(&self, socket: &mut S, message: impl Into<Message>)
    where
        S: SinkExt<Message, Error = Error> + Unpin,
    {
        self.run(socket.send(message.into())).unwrap();
    }

    /// The next text or binary message.
    pub(crate) fn receive<S>(&self, socket: &mut S) -> Message
    where
        S: StreamExt<Item = Result<Message, Error>> + Unpin,
    {
        self.run(socket.next()).unwrap().unwrap()
    }

    /// Reads to the end, lets go of the socket and gives the Close frame.
    pub(crate) fn closed<S>(&self, mut socket: S) -> Option<CloseFrame>
    where
        S: StreamExt<Item = Result<Message, Error>> + Unpin,
    {
        let mut close = None;
        while let Some(message) = self.run(socket.next()) {
            if let Message::Close(frame) = message.unwrap() {
                close = frame;
            }
        }
        close
    }

    /// Connects to a server of the plugin.
    pub(crate) fn connect(&self, port: i64) -> ClientSocket {
        self.try_connect(&format!("ws://127.0.0.1:{port}/")).unwrap()
    }

    pub(crate) fn try_connect(&self, url: &str) -> Result<ClientSocket, Error> {
        self.run(connect_async(url)).map(|(socket, _)| socket)
    }
}

/// A connection between plugin and peer that is open: the peer's socket.
pub(crate) fn open(rig: &mut Rig, peer: &Peer) -> Socket {
    let [start, on_start] = rig.nodes("Echo", ["client_start", "on_start"]);
    rig.pulse(start, &[]).ok();
    let socket = peer.accept();
    rig.wait(on_start);
    socket
}

/// Starts the server `S` and gives its port.
pub(crate) fn listen(rig: &mut Rig) -> i64 {
    let [start, on_start] = rig.nodes("S", ["server_start", "on_server_start"]);
    rig.pulse(start, &[]).ok();
    rig.wait(on_start).int("port")
}
