//! Brings events as fast as it can and never waits for room.

use pulsewire_bad_plugins::{Made, Special};
use pulsewire_plugin::{ConnectionStatus, Emitter, EmitError, Status};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

pulsewire_plugin::export_plugin!(Made<Floods>);

pub struct Floods;

/// How many events were taken, and how many were not, for the inbox was full.
static TAKEN_AND_FULL: Mutex<(u64, u64)> = Mutex::new((0, 0));

static IS_OVER: AtomicBool = AtomicBool::new(false);

impl Special for Floods {
    const NAME: &'static str = "floods";
    const NODE_TYPES: &'static [&'static str] = &["floods.on_flood"];

    /// Two threads: one of them runs the graph, the other meets it running.
    fn create(_node_type: &str, emitter: Emitter) {
        for emitter in [emitter.clone(), emitter] {
            std::thread::spawn(move || flood(&emitter));
        }
    }

    fn stop() {
        IS_OVER.store(true, Relaxed);
    }

    fn status() -> Status {
        let (messages_out, failed) = *TAKEN_AND_FULL.lock().unwrap();
        let (name, sent) = ("Flood".into(), messages_out + failed);
        let one = ConnectionStatus { name, sent, messages_out, failed, ..Default::default() };
        Status { connections: vec![one] }
    }
}

/// Each event is large, so that one can see whether they pile up.
fn flood(emitter: &Emitter) {
    while !IS_OVER.load(Relaxed) {
        let done = emitter.emit("x".repeat(16 << 10).as_str());
        let mut counts = TAKEN_AND_FULL.lock().unwrap();
        match done {
            Ok(()) => counts.0 += 1,
            Err(EmitError::Full(_)) => counts.1 += 1,
            Err(EmitError::Stopped) => return,
        }
    }
}
