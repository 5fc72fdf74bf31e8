//! The live line of a run on a terminal: connections, messages in and out per second, errors, time.
//!
//! Nothing live is written where the standard error is no terminal.
//!
//! | module | what is there |
//! | --- | --- |
//! | `screen` | the standard output and error of a run, and the line that must not garble them |
//! | `meter` | the words of the line, from counters and times |

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

/// A line that shows how a run is doing until it is finished or dropped.
#[derive(Debug)]
pub struct StatusLine {
    screen: Screen,
    /// Gone when the line is over, which wakes the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl StatusLine {
    /// Shows a line on the screen and keeps it up to date with what `source` gives (the connections, and how
    /// many graphs are stuck), about four times a second, on a
    /// thread of its own. Does nothing when the screen is not [live](Screen::is_live).
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
        // Without a thread there is no line, and the run goes on.
        let thread = screen.is_live().then(|| thread.spawn(show).ok()).flatten();
        Self { screen: screen.clone(), stop: Some(stop), thread }
    }

    /// Takes the line away, for good.
    pub fn finish(self) {
        drop(self);
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A source that panicked has told so already.
            let _ = thread.join();
        }
        self.screen.hide();
    }
}
