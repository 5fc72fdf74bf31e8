//! Echo over one connection: the plugin between a raw socket and a graph of two nodes, beside a careful client
//! written by hand on tokio-tungstenite (feed, flush when nothing is ready) and a plain one (send each).
//!
//! `cargo bench -p pulsewire-websocket`. Each round writes all messages of a window and reads all echoes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use divan::counter::ItemsCount;
use futures_util::{FutureExt, SinkExt, StreamExt};
use pulsewire_plugin::{
    Attributes, Context, Emit, EmitError, Emitter, Host, HostServices, Level, LoopState, Node,
    Placeholders, Plugin, Setup, Trigger, Value,
};
use pulsewire_websocket::WebSocket;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Payload size in bytes and messages in flight.
const CASES: [(usize, usize); 6] =
    [(16, 1), (1024, 1), (16, 256), (1024, 256), (4096, 64), (65_536, 16)];

fn main() {
    divan::main();
}

#[divan::bench(args = CASES)]
fn plugin(bencher: divan::Bencher<'_, '_>, case: (usize, usize)) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let plugin = start(listener.local_addr().unwrap().port());
    rounds(bencher, Driver::accept(&listener, case), case);
    plugin.stop(Duration::from_millis(10));
}

#[divan::bench(args = CASES)]
fn by_hand_batching(bencher: divan::Bencher<'_, '_>, case: (usize, usize)) {
    by_hand(bencher, case, |mut socket| async move {
        while let Some(Ok(message)) = socket.next().await {
            socket.feed(message).await.unwrap();
            while let Some(Some(Ok(message))) = socket.next().now_or_never() {
                socket.feed(message).await.unwrap();
            }
            socket.flush().await.unwrap();
        }
    });
}

#[divan::bench(args = CASES)]
fn by_hand_plain(bencher: divan::Bencher<'_, '_>, case: (usize, usize)) {
    by_hand(bencher, case, |mut socket| async move {
        while let Some(Ok(message)) = socket.next().await {
            socket.send(message).await.unwrap();
        }
    });
}

type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

fn by_hand<F: Future<Output = ()>>(
    bencher: divan::Bencher<'_, '_>,
    case: (usize, usize),
    echo: impl FnOnce(Socket) -> F + Send + 'static,
) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(async {
            let connected =
                tokio_tungstenite::connect_async_with_config(url, None, true).await.unwrap();
            echo(connected.0).await;
        });
    });
    rounds(bencher, Driver::accept(&listener, case), case);
}

fn rounds(bencher: divan::Bencher<'_, '_>, mut driver: Driver, case: (usize, usize)) {
    (0..100).for_each(|_| driver.round());
    bencher.counter(ItemsCount::new(case.1)).bench_local(|| driver.round());
}

/// The other side: raw bytes that were made before, so that it costs less than what is measured.
struct Driver {
    stream: TcpStream,
    window: Vec<u8>,
    echoes: Vec<u8>,
}

impl Driver {
    fn accept(listener: &TcpListener, (size, in_flight): (usize, usize)) -> Self {
        let mut stream = listener.accept().unwrap().0;
        stream.set_nodelay(true).unwrap();
        shake_hands(&mut stream);
        let mut frame = vec![0x81];
        match size {
            0..126 => frame.push(size as u8),
            126..65_536 => {
                frame.extend([&[126][..], &(size as u16).to_be_bytes()].concat());
            }
            _ => frame.extend([&[127][..], &(size as u64).to_be_bytes()].concat()),
        }
        frame.resize(frame.len() + size, b'x');
        let echoes = vec![0; (frame.len() + 4) * in_flight];
        Self { stream, window: frame.repeat(in_flight), echoes }
    }

    fn round(&mut self) {
        self.stream.write_all(&self.window).unwrap();
        self.stream.read_exact(&mut self.echoes).unwrap();
    }
}

fn shake_hands(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap();
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).unwrap();
}

/// On Receive wired to Send, as an engine would run them.
struct Graph {
    nodes: OnceLock<Mutex<[Box<dyn Node>; 2]>>,
}

impl Emit for Graph {
    fn emit(&self, _node: u32, mut event: Value) -> Result<(), EmitError> {
        let mut nodes = self.nodes.get().unwrap().lock().unwrap();
        let mut slots = [Value::Null, Value::Null, Value::Null];
        let mut resume = LoopState::default();
        let receive = Trigger::Event;
        nodes[0]
            .run(&mut Context::new(&mut slots, &[], 0, None, receive, &mut event, &mut resume))
            .unwrap();
        let send = Trigger::Pulse(0);
        nodes[1]
            .run(&mut Context::new(&mut slots, &[0], 2, None, send, &mut event, &mut resume))
            .unwrap();
        Ok(())
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        wake();
    }
}

fn start(port: u16) -> WebSocket {
    let plugin = WebSocket::new(Host::new(Arc::new(Silence))).unwrap();
    let connection =
        json!({ "name": "Echo", "url": "ws://127.0.0.1/", "port": port, "autostart": true });
    plugin.configure(&json!({ "connections": [connection] }).to_string()).unwrap();
    let graph = Arc::new(Graph { nodes: OnceLock::new() });
    let types = plugin.node_types();
    let nodes = ["on_receive", "client_send"].map(|id| {
        let node_type = types.iter().find(|one| one.info.id == format!("websocket.{id}")).unwrap();
        let written = json!({ "configuration": "Echo" }).as_object().unwrap().clone();
        let attributes = Attributes::new(&written, &node_type.info.attributes);
        let emitter = Emitter::new(graph.clone(), 0);
        let (placeholders, variable) = (Placeholders::default(), None);
        let setup = Setup {
            graph: "g",
            node: "n",
            attributes,
            placeholders,
            emitter,
            variable,
            variable_scope: "g",
        };
        let mut node = node_type.create(setup).unwrap();
        node.start().unwrap();
        node
    });
    assert!(graph.nodes.set(Mutex::new(nodes)).is_ok());
    plugin.start().unwrap();
    plugin
}

struct Silence;

impl HostServices for Silence {
    fn log(&self, _level: Level, _source: &str, _message: &str) {}

    fn enabled(&self, _level: Level, _source: &str) -> bool {
        false
    }
}
