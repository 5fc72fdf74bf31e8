//! The live line of a run on a terminal: connections, messages in and out per second, errors, time.
//!
//! There is no live line if standard error is not a terminal.
//!
//! | module | contents |
//! | --- | --- |
//! | `screen` | standard output and error of a run, and the live line below them |
//! | `meter` | formats the line from counters and times |

mod meter;
mod screen;
#[cfg(test)]
mod tests;

pub use meter::Meter;
pub use screen::{LogWriter, Screen};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use pulsewire_runtime::contract::Status;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the line is redrawn.
const EVERY: Duration = Duration::from_millis(250);

/// A live line with the state of a run, until it is finished or dropped.
#[derive(Debug)]
pub struct StatusLine {
    screen: Screen,
    /// Dropped to stop the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl StatusLine {
    /// Shows a line on the screen and updates it from `source` (the connections, and how many graphs are stuck) about
    /// four times a second, on a separate thread. Does nothing when the screen is not [live](Screen::is_live).
    #[must_use]
    pub fn start(screen: &Screen, source: impl Fn() -> (Status, usize) + Send + 'static) -> Self {
        let (stop, stopped) = bounded::<()>(0);
        let shown_on = screen.clone();
        let show = move || {
            let (start, mut meter) = (Instant::now(), Meter::default());
            loop {
                let (status, stuck) = source();
                shown_on.show(&meter.line(start.elapsed(), &status, stuck));
                if stopped.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("status-line".to_owned());
        // If the thread cannot start, the run continues without the line.
        let thread = screen.is_live().then(|| thread.spawn(show).ok()).flatten();
        Self { screen: screen.clone(), stop: Some(stop), thread }
    }

    /// Removes the line.
    pub fn finish(self) {
        drop(self);
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the source has been logged already.
            let _ = thread.join();
        }
        self.screen.hide();
    }
}
