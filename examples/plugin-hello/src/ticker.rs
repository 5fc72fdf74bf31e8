use crate::settings::Tick;
use pulsewire_plugin::{ConnectionStatus, EmitError, Emitter, Host, Level, Status};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// All ticks. Each has its own thread from start to stop.
pub struct Tickers {
    host: Host,
    tickers: Mutex<Vec<Arc<Ticker>>>,
    running: Mutex<Vec<Running>>,
}

struct Ticker {
    tick: Tick,
    listeners: Mutex<Vec<Emitter>>,
    ticks: AtomicU64,
    missed: AtomicU64,
}

/// A thread and the sender that stops it: dropping the sender ends the thread.
struct Running {
    until: Sender<()>,
    thread: JoinHandle<()>,
}

impl Tickers {
    pub fn new(host: Host) -> Self {
        Self { host, tickers: Mutex::default(), running: Mutex::default() }
    }

    pub fn declare(&self, ticks: &[Tick]) {
        *locked(&self.tickers) = ticks.iter().map(|tick| Arc::new(Ticker::new(tick))).collect();
    }

    /// Registers an emitter for every tick of this name. Returns false if there is no such tick.
    pub fn listen(&self, name: &str, emitter: Emitter) -> bool {
        let tickers = locked(&self.tickers);
        let ticker = tickers.iter().find(|ticker| ticker.tick.name == name);
        ticker.map(|ticker| locked(&ticker.listeners).push(emitter)).is_some()
    }

    pub fn start(&self) -> io::Result<()> {
        for ticker in locked(&self.tickers).iter() {
            let (until, stop) = channel();
            let (ticker, host) = (ticker.clone(), self.host.clone());
            let name = format!("hello {}", ticker.tick.name);
            let thread = Builder::new().name(name).spawn(move || ticker.run(&stop, &host))?;
            locked(&self.running).push(Running { until, thread });
        }
        Ok(())
    }

    pub fn stop(&self) {
        for Running { until, thread } in locked(&self.running).drain(..) {
            drop(until);
            if thread.join().is_err() {
                self.host.log(Level::Error, "a tick's thread had panicked");
            }
        }
    }

    pub fn status(&self) -> Status {
        let running = !locked(&self.running).is_empty();
        let status = |ticker: &Arc<Ticker>| ticker.status(running);
        Status { connections: locked(&self.tickers).iter().map(status).collect() }
    }
}

/// A plugin that is dropped without being stopped must not leave its threads behind.
impl Drop for Tickers {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Ticker {
    fn new(tick: &Tick) -> Self {
        let (ticks, missed) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { tick: tick.clone(), listeners: Mutex::default(), ticks, missed }
    }

    fn run(&self, stop: &Receiver<()>, host: &Host) {
        let every = Duration::from_millis(self.tick.every_ms);
        let mut next = Instant::now();
        loop {
            // Counts from the previous tick, not from now, so that ticks do not drift.
            next += every;
            let wait = next.saturating_duration_since(Instant::now());
            match stop.recv_timeout(wait) {
                Err(RecvTimeoutError::Timeout) => self.tick(host),
                _ => return,
            }
        }
    }

    /// If a graph does not keep up, the tick is dropped and logged.
    fn tick(&self, host: &Host) {
        let count = self.ticks.fetch_add(1, Ordering::Relaxed) + 1;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        locked(&self.listeners).retain(|emitter| match emitter.emit(count) {
            Ok(()) => true,
            Err(EmitError::Stopped) => false,
            Err(EmitError::Full(_)) => {
                self.missed.fetch_add(1, Ordering::Relaxed);
                host.log(
                    Level::Warn,
                    format!("{}: a graph is busy and misses a tick", self.tick.name),
                );
                true
            }
        });
    }

    fn status(&self, running: bool) -> ConnectionStatus {
        ConnectionStatus {
            name: self.tick.name.clone(),
            state: if running { "ticking" } else { "stopped" }.to_owned(),
            open: u64::from(running),
            messages_in: self.ticks.load(Ordering::Relaxed),
            errors: self.missed.load(Ordering::Relaxed),
            ..ConnectionStatus::default()
        }
    }
}

/// A panic elsewhere leaves the data behind these locks consistent.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
