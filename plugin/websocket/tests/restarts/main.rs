//! A server that is killed and started again, 100 times, while messages are sent without a pause.
//!
//! It has a process of its own, because it counts the process's descriptors and threads.
// Helpers of tests may fail like tests; the lint knows only functions marked as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../it/event.rs"]
mod event;
#[path = "../it/graph.rs"]
mod graph;
#[path = "../it/lines.rs"]
mod lines;
#[allow(dead_code)]
#[path = "../it/rig.rs"]
mod rig;
mod server;

use event::Event;
use pulsewire_plugin::{Plugin, Value};
use rig::Rig;
use serde_json::{Value as Json, json};
use server::Server;
use std::time::{Duration, Instant};

const KILLS: usize = 100;

/// How long the program may need for what must happen; far beyond what it needs.
const PATIENCE: Duration = Duration::from_secs(20);

const FIRST_MS: u32 = 2;
const LONGEST_MS: u32 = 12;
const FACTOR: f64 = 1.5;

/// What the promise of `when_closed` is held against.
#[derive(Default)]
struct Told {
    /// How many messages were sent: each is its number.
    sent: usize,
    /// Those that were sent while the connection was not open.
    queued: Vec<usize>,
    /// Those that came, in the order in which they came.
    came: Vec<usize>,
}

struct Load {
    rig: Rig,
    send: usize,
    told: Told,
}

#[test]
fn a_server_that_is_killed_gets_every_message_that_waited_for_it_once_and_in_order() {
    let before = (descriptors(), plugin_threads());
    let mut server = Server::start(0);
    let rig = Rig::new(&settings(server.port));
    let [start, send, on_error] = rig.nodes("Feed", ["client_start", "client_send", "on_error"]);
    let mut load = Load { rig, send, told: Told::default() };
    load.rig.pulse(start, &[]).ok();
    load.until(&mut server, |load| load.is_open());
    for _ in 0..KILLS {
        // Under load until it is sure that the server is there, and then for a moment more.
        let reached = load.told.sent + 50;
        load.until(&mut server, |load| load.told.came.last().is_some_and(|last| *last >= reached));
        server = kill_and_restart(&mut load, server);
        let last = load.told.queued.last().copied().unwrap();
        load.until(&mut server, |load| load.told.came.last().is_some_and(|came| *came >= last));
    }
    let status = load.rig.plugin.status().connections[0].clone();
    assert_eq!((status.reconnects, status.dropped), (KILLS as u64, 0));
    let errors = load.rig.events_of(on_error);
    load.rig.plugin.stop(PATIENCE);
    assert!(!load.rig.log.has("not everything had closed"), "a task is left");
    server.kill();
    load.told.came.extend(server.rest());
    check_messages(&load.told);
    check_policy(&errors);
    drop(load);
    let deadline = Instant::now() + PATIENCE;
    while (descriptors(), plugin_threads()) != before {
        assert!(Instant::now() < deadline, "left: {:?}, {:?}", links(), before);
        std::thread::yield_now();
    }
}

fn settings(port: u16) -> Json {
    json!({ "connections": [{
        "name": "Feed",
        "url": format!("ws://{}:{port}/", server::ADDRESS),
        "when_closed": "queue",
        "closed_queue": { "max_messages": 1_000_000, "when_full": "fail" },
        "reconnect": {
            "initial_delay_ms": FIRST_MS, "max_delay_ms": LONGEST_MS, "factor": FACTOR,
            "jitter": 0.0, "stable_after_ms": 0,
        },
    }] })
}

/// Kills the server under load, and starts it again when messages wait for it.
fn kill_and_restart(load: &mut Load, mut server: Server) -> Server {
    server.kill();
    let waiting = load.told.queued.len() + 20;
    load.until(&mut server, |load| load.told.queued.len() >= waiting);
    // What it has read before it was killed still stands in the pipe.
    let port = server.port;
    load.told.came.extend(server.rest());
    Server::start(port)
}

/// What was queued came, and nothing came twice or out of order. What was handed to the system just before the
/// server was killed may be lost.
fn check_messages(told: &Told) {
    let in_order = told.came.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(in_order, "twice or out of order");
    let missing: Vec<_> =
        told.queued.iter().filter(|one| told.came.binary_search(one).is_err()).collect();
    assert!(missing.is_empty(), "{} of {} lost", missing.len(), told.queued.len());
    assert!(told.queued.len() >= KILLS * 20 && told.came.len() > told.queued.len());
}

/// Each attempt tells the wait that the settings declare, and the next one does not come before.
fn check_policy(errors: &[(Instant, Event)]) {
    let mut due = None;
    for (at, error) in errors {
        assert_eq!(*error.get("will_retry"), Value::Bool(true), "{error:?}");
        let attempt = i32::try_from(error.int("attempt")).unwrap();
        let grown = f64::from(FIRST_MS) * FACTOR.powi(attempt - 1);
        let wait = grown.min(f64::from(LONGEST_MS));
        let Value::Float(told) = error.get("retry_in") else { panic!("no wait") };
        assert!((told * 1000.0 - wait).abs() < 1e-3, "attempt {attempt} waits {told} s");
        assert!(due.is_none_or(|due| *at >= due), "attempt {attempt} came too soon");
        due = Some(*at + Duration::from_secs_f64(*told));
    }
    let most = errors.iter().map(|(_, error)| error.int("attempt")).max();
    assert!(most > Some(1), "a server that is down costs more than one attempt");
}

impl Load {
    /// Sends until something is so.
    fn until(&mut self, server: &mut Server, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            self.send_one();
            self.told.came.extend(server.came());
            self.rig.gather();
            assert!(Instant::now() < deadline, "it did not become so: {:?}", self.rig.log.all());
        }
    }

    /// Sends the next message. It counts as queued when the connection was surely not open.
    fn send_one(&mut self) {
        let (number, before) = (self.told.sent, self.opened());
        self.rig.pulse(self.send, &[Value::from(number.to_string())]).ok();
        self.told.sent += 1;
        if before.is_some() && before == self.opened() {
            self.told.queued.push(number);
        }
        // As fast as a server in a debug build reads them.
        std::thread::sleep(Duration::from_micros(20));
    }

    fn is_open(&self) -> bool {
        self.opened().is_none()
    }

    /// How often it was opened again; nothing while it is open.
    fn opened(&self) -> Option<u64> {
        let status = self.rig.plugin.status().connections.remove(0);
        (status.state != "open").then_some(status.reconnects)
    }
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// What the descriptors are, for people.
fn links() -> Vec<std::path::PathBuf> {
    let descriptors = std::fs::read_dir("/proc/self/fd").unwrap();
    descriptors.filter_map(|one| std::fs::read_link(one.ok()?.path()).ok()).collect()
}

/// The plugin's own threads.
fn plugin_threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let name = |task: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(task.ok()?.path().join("comm")).ok()
    };
    tasks.filter_map(name).filter(|name| name.starts_with("websocket")).count()
}
