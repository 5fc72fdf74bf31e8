use pulsewire_plugin::NodeError;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The timers of a run, by name. Looked up once, when a node is created.
#[derive(Default)]
pub(super) struct Stopwatches(Mutex<HashMap<String, Arc<Stopwatch>>>);

/// Measures a time. Nodes of several graphs may use it at once.
pub(super) struct Stopwatch {
    /// When it started, in nanoseconds of the run.
    started: AtomicU64,
    /// When it stopped, in the same way.
    stopped: AtomicU64,
}

/// Not started, or not stopped.
const NEVER: u64 = u64::MAX;

impl Stopwatches {
    pub(super) fn open(&self, name: &str) -> Arc<Stopwatch> {
        let mut stopwatches = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopwatches.entry(name.to_owned()).or_default().clone()
    }
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self { started: AtomicU64::new(NEVER), stopped: AtomicU64::new(NEVER) }
    }
}

impl Stopwatch {
    /// Starts at this time of the run, whatever was measured before.
    pub(super) fn start(&self, now: Duration) {
        self.stopped.store(NEVER, Ordering::Relaxed);
        self.started.store(nanos(now), Ordering::Relaxed);
    }

    /// Stops at this time of the run. A stopwatch that has stopped before stays as it is.
    pub(super) fn stop(&self, now: Duration) -> Result<(), NodeError> {
        self.measured(now)?;
        let _ =
            self.stopped.compare_exchange(NEVER, nanos(now), Ordering::Relaxed, Ordering::Relaxed);
        Ok(())
    }

    /// The time from the start to the stop, or to now while it runs.
    pub(super) fn measured(&self, now: Duration) -> Result<Duration, NodeError> {
        let (started, stopped) =
            (self.started.load(Ordering::Relaxed), self.stopped.load(Ordering::Relaxed));
        if started == NEVER {
            let why = "the timer has not started: send a pulse to a Benchmark Start of the same name first";
            return Err(NodeError::new("not_started", why));
        }
        let end = if stopped == NEVER { nanos(now) } else { stopped };
        Ok(Duration::from_nanos(end.saturating_sub(started)))
    }
}

/// A run would have to last 584 years before this is cut.
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(NEVER - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_from_start_to_stop() {
        let (stopwatch, at) = (Stopwatch::default(), Duration::from_millis);
        assert_eq!(stopwatch.stop(at(1)).unwrap_err().code, "not_started");
        stopwatch.start(at(2));
        assert_eq!(stopwatch.measured(at(5)), Ok(at(3)));
        stopwatch.stop(at(9)).unwrap();
        stopwatch.stop(at(20)).unwrap();
        assert_eq!(stopwatch.measured(at(30)), Ok(at(7)));
        stopwatch.start(at(40));
        assert_eq!(stopwatch.measured(at(40)), Ok(Duration::ZERO));
    }

    #[test]
    fn a_name_stands_for_one_stopwatch() {
        let stopwatches = Stopwatches::default();
        assert!(Arc::ptr_eq(&stopwatches.open("a"), &stopwatches.open("a")));
        assert!(!Arc::ptr_eq(&stopwatches.open("a"), &stopwatches.open("b")));
    }
}
