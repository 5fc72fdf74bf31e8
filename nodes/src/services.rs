use pulsewire_plugin::Emitter;
use std::time::Duration;

/// What the built-in nodes need from the program that runs them. All graphs of a run share one.
pub trait Services: Send + Sync {
    /// Milliseconds since 1970-01-01 00:00 UTC, by the clock of the run.
    fn now(&self) -> i64;

    /// The time since the run began, by a clock that never jumps.
    fn elapsed(&self) -> Duration;

    /// Starts a timer: after `first`, and then after each `every`, it emits its id (an Int) as an event. A tick is
    /// skipped while the one before still waits in the inbox.
    fn start_timer(&self, first: Duration, every: Option<Duration>, emitter: &Emitter) -> TimerId;

    /// Stops a timer and returns its emitter, so that its node can be notified; none when no timer has this id. A
    /// tick that waits in an inbox is then stale; see [`timer_due`](Self::timer_due).
    fn stop_timer(&self, timer: TimerId) -> Option<Emitter>;

    /// Whether a tick that arrived as an event is still valid: false when the timer was stopped in the meantime. Ends
    /// a timer that ticks once.
    fn timer_due(&self, timer: TimerId) -> bool;

    /// Writes a line to the standard output.
    fn print(&self, line: &str);

    /// Ends the run cleanly, with this exit status (0 to 255). Only the first call counts.
    fn exit(&self, status: u8);

    /// Whether a graph of the run is stuck; plugins ask for it.
    fn has_stuck_graph(&self) -> bool {
        false
    }

    /// Reports that an Assert failed: the run will not exit with status 0.
    fn assertion_failed(&self, graph: &str, node: &str, message: &str);
}

/// Identifies a running timer: Incari's instance id. Counts from 1; never used twice in a run.
pub type TimerId = i64;
