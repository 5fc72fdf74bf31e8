//! A raw client that sends handshakes of its own.

use crate::peer::{Peer, Socket, listen};
use crate::rig::Rig;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Response {
    /// The open connection, when the status is 101.
    pub(crate) socket: Option<Socket>,
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// The plugin with one server `S`, which has these settings.
pub(crate) fn server(more: Json) -> Rig {
    let mut server = json!({ "name": "S", "port": 0 });
    let Json::Object(more) = more else { panic!("settings are an object") };
    server.as_object_mut().unwrap().extend(more);
    Rig::new(&json!({ "servers": [server] }))
}

/// Starts the server and connects this many clients to it, with the ids 1, 2 and so on.
pub(crate) fn connect_all<const N: usize>(peer: &Peer, rig: &mut Rig) -> [Socket; N] {
    let [connect] = rig.nodes("S", ["on_server_connect"]);
    let port = listen(rig);
    std::array::from_fn(|at| {
        let asked = peer.ask(port, &format!("/{at}?q"), &[("Sec-WebSocket-Protocol", "chat")]);
        rig.wait(connect);
        asked.socket.unwrap()
    })
}

/// The head of a request for a WebSocket.
pub(crate) fn request(path: &str, port: i64, headers: &[(&str, &str)]) -> String {
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
    )
}

/// Asks for a WebSocket at this path, with these headers.
pub(crate) async fn ask(port: i64, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).await.unwrap();
    stream.write_all(request(path, port, headers).as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let headers = head.lines().filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let mut answered =
        Response { socket: None, status, headers: headers.collect(), body: String::new() };
    if status == 101 {
        answered.socket = Some(WebSocketStream::from_raw_socket(stream, Role::Client, None).await);
    } else {
        stream.read_to_string(&mut answered.body).await.unwrap();
    }
    answered
}

impl Peer {
    pub(crate) fn ask(&self, port: i64, path: &str, headers: &[(&str, &str)]) -> Response {
        self.run(ask(port, path, headers))
    }

    /// Connects and sends nothing.
    pub(crate) fn connect_raw(&self, port: i64) -> TcpStream {
        self.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap()
    }

    /// Sends these bytes and gives all that comes back.
    pub(crate) fn exchange(&self, port: i64, bytes: &str) -> String {
        let mut stream = self.run(TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
        self.write(&mut stream, bytes.as_bytes());
        String::from_utf8(self.read_rest(&mut stream)).unwrap()
    }
}
