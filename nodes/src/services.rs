use pulsewire_plugin::Emitter;
use std::time::Duration;

/// What the built-in nodes need of the program that runs them. One for all graphs of a run.
pub trait Services: Send + Sync {
    /// Milliseconds since the start of 1970, UTC, by the clock of the run.
    fn now(&self) -> i64;

    /// Starts a timer: after `first`, and then again after each `every`, brings the timer's id (an Int) as an
    /// event. A tick that finds the one before still waiting is left out.
    fn start_timer(&self, first: Duration, every: Option<Duration>, emitter: &Emitter) -> TimerId;

    /// Ends a timer and gives back the emitter it had, so that its node can be told; none when there is no timer
    /// of that id any more. A tick that waits in an inbox no longer counts; see
    /// [`timer_due`](Self::timer_due).
    fn stop_timer(&self, timer: TimerId) -> Option<Emitter>;

    /// Whether the tick that came as an event still counts: false when the timer was stopped meanwhile. Ends a
    /// timer that ticks once.
    fn timer_due(&self, timer: TimerId) -> bool;

    /// Writes a line to the standard output.
    fn print(&self, line: &str);

    /// Ends the run cleanly, with this exit status (0 to 255). The first call decides.
    fn exit(&self, status: u8);

    /// An Assert did not hold: the run will not exit with status 0.
    fn assertion_failed(&self, graph: &str, node: &str, message: &str);
}

/// Names a running timer: Incari's instance id. From 1 on, never used twice in a run.
pub type TimerId = i64;
