//! A server in a process of its own, which can be killed like any.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use tokio_tungstenite::tungstenite::{Message, accept};

/// An address that no other test uses, so that nobody takes the port while the server is down.
pub(crate) const ADDRESS: &str = "127.83.87.79";

/// The environment variable by which the process that is the server knows its port.
const PORT: &str = "PULSEWIRE_TEST_SERVER_PORT";

pub(crate) struct Server {
    pub(crate) port: u16,
    process: Child,
    lines: Receiver<usize>,
    reader: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts it and waits until it listens; port 0 lets the system choose.
    pub(crate) fn start(port: u16) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "server::process", "--ignored", "--nocapture"])
            .env(PORT, port.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, port)) = line.split_once("listens on ") {
                break port.parse().unwrap();
            }
        };
        let (sender, received) = channel();
        let numbers = lines.map_while(Result::ok).filter_map(|line| line.parse().ok());
        let reader = std::thread::spawn(move || {
            // Whoever does not ask any more need not know.
            numbers.map_while(|number| sender.send(number).ok()).for_each(drop);
        });
        Self { port, process, lines: received, reader: Some(reader) }
    }

    /// The numbers that it has read since this was last asked.
    pub(crate) fn came(&mut self) -> Vec<usize> {
        self.lines.try_iter().collect()
    }

    /// Ends it in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// The last numbers that it has read before it was killed.
    pub(crate) fn rest(mut self) -> Vec<usize> {
        self.reader.take().unwrap().join().unwrap();
        self.came()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// What the process does: it tells every number that comes, and nothing else.
#[test]
#[ignore = "it is the server that the other test starts"]
fn process() {
    let Some(port) = env::var(PORT).ok().and_then(|port| port.parse().ok()) else { return };
    let listener = TcpListener::bind((ADDRESS, port)).unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "listens on {}", listener.local_addr().unwrap().port()).unwrap();
    for stream in listener.incoming() {
        let Ok(mut socket) = accept(stream.unwrap()) else { continue };
        while let Ok(message) = socket.read() {
            if let Message::Text(number) = message {
                writeln!(out, "{number}").unwrap();
            }
        }
    }
}
