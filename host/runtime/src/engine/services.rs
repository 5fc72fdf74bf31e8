use super::failures::Failures;
use super::timers::Timers;
use crossbeam_channel::Sender;
use pulsewire_nodes::{Services, TimerId};
use pulsewire_plugin::Emitter;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Writes a line to the standard output.
pub type Print = Box<dyn Fn(&str) + Send + Sync>;

/// What running graphs report to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEvent {
    /// An Exit node ends the run with this status.
    Exit(u8),
    /// The node that the run waits for fired.
    Fired,
}

/// The services of the built-in nodes in a real run.
pub struct RunServices {
    timers: Arc<Timers>,
    failures: Arc<Failures>,
    events: Sender<RunEvent>,
    print: Print,
    began: Instant,
    stuck_graphs: Arc<AtomicUsize>,
}

impl RunServices {
    /// The services of one run.
    #[must_use]
    pub fn new(
        timers: Arc<Timers>,
        failures: Arc<Failures>,
        events: Sender<RunEvent>,
        print: Print,
    ) -> Self {
        let stuck_graphs = Arc::default();
        Self { timers, failures, events, print, began: Instant::now(), stuck_graphs }
    }

    /// The number of stuck graphs, for the [`Watchdog`](super::Watchdog) to update.
    #[must_use]
    pub fn stuck_graphs(&self) -> Arc<AtomicUsize> {
        self.stuck_graphs.clone()
    }
}

impl Services for RunServices {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn start_timer(&self, first: Duration, every: Option<Duration>, emitter: &Emitter) -> TimerId {
        self.timers.start(first, every, emitter)
    }

    fn stop_timer(&self, timer: TimerId) -> Option<Emitter> {
        self.timers.stop(timer)
    }

    fn timer_due(&self, timer: TimerId) -> bool {
        self.timers.due(timer)
    }

    fn print(&self, line: &str) {
        (self.print)(line);
    }

    fn exit(&self, status: u8) {
        // The first Exit decides, so a full channel loses nothing.
        let _ = self.events.try_send(RunEvent::Exit(status));
    }

    fn has_stuck_graph(&self) -> bool {
        self.stuck_graphs.load(Ordering::Relaxed) > 0
    }

    fn assertion_failed(&self, graph: &str, node: &str, message: &str) {
        self.failures.assertion(graph, node, message);
    }
}
