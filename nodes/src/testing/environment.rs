//! The surroundings of a node under test.

use crate::{Services, TimerId};
use pulsewire_plugin::{Emit, EmitError, Emitter, Value};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// A graph's inbox that records its events.
#[derive(Default)]
pub(crate) struct Inbox {
    events: Mutex<Vec<(u32, Value)>>,
    full: AtomicBool,
}

impl Inbox {
    pub(crate) fn take(&self) -> Vec<(u32, Value)> {
        std::mem::take(&mut self.events.lock().unwrap())
    }

    /// From now on the inbox is full.
    pub(crate) fn fill(&self) {
        self.full.store(true, Ordering::Relaxed);
    }
}

impl Emit for Inbox {
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(EmitError::Full(event));
        }
        self.events.lock().unwrap().push((node, event));
        Ok(())
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        wake();
    }
}

/// Records the calls of the nodes.
#[derive(Default)]
pub(crate) struct TestServices {
    calls: Mutex<Vec<String>>,
    pub(crate) now: AtomicI64,
    /// In microseconds.
    elapsed: AtomicU64,
    timers: Mutex<HashMap<TimerId, Emitter>>,
    last: AtomicI64,
}

impl TestServices {
    fn record(&self, call: String) {
        self.calls.lock().unwrap().push(call);
    }

    /// Lets this much time pass.
    pub(crate) fn advance(&self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap();
        self.elapsed.fetch_add(micros, Ordering::Relaxed);
    }

    pub(crate) fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }
}

impl Services for TestServices {
    fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    fn elapsed(&self) -> Duration {
        Duration::from_micros(self.elapsed.load(Ordering::Relaxed))
    }

    fn start_timer(&self, first: Duration, every: Option<Duration>, emitter: &Emitter) -> TimerId {
        let timer = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        self.timers.lock().unwrap().insert(timer, emitter.clone());
        self.record(format!("timer {timer} after {first:?} every {every:?}"));
        timer
    }

    fn stop_timer(&self, timer: TimerId) -> Option<Emitter> {
        self.timers.lock().unwrap().remove(&timer)
    }

    fn timer_due(&self, timer: TimerId) -> bool {
        self.timers.lock().unwrap().contains_key(&timer)
    }

    fn print(&self, line: &str) {
        self.record(line.to_owned());
    }

    fn exit(&self, status: u8) {
        self.record(format!("exit {status}"));
    }

    fn assertion_failed(&self, graph: &str, node: &str, message: &str) {
        self.record(format!("{graph}/{node}: {message}"));
    }
}
