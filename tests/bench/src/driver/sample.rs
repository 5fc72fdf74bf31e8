use super::Driver;
use crate::process::Process;
use std::time::{Duration, Instant};

/// What one measurement came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sample {
    /// Messages a second.
    pub(crate) rate: f64,
    /// CPU time of the client for a message, in microseconds.
    pub(crate) cpu: f64,
    /// How much of its core the driver used, from 0 to 1.
    pub(crate) driver: f64,
    /// The median round trip in microseconds; 0 where none was measured.
    pub(crate) p50: f64,
    /// The round trip that one in a hundred exceeds, in microseconds; 0 where none was measured.
    pub(crate) p99: f64,
}

/// A moment of a measurement.
pub(super) struct Mark {
    pub(super) at: Instant,
    messages: u64,
    client: Duration,
    driver: Duration,
}

impl Driver {
    pub(super) fn mark(&self, messages: u64) -> Mark {
        let (client, driver) = (self.client.cpu(), Process::current().cpu());
        Mark { at: Instant::now(), messages, client, driver }
    }
}

impl Mark {
    pub(super) fn until(&self, end: &Self) -> Sample {
        let seconds = (end.at - self.at).as_secs_f64();
        let messages = (end.messages - self.messages) as f64;
        let used = |from: Duration, to: Duration| to.saturating_sub(from).as_secs_f64();
        Sample {
            rate: messages / seconds,
            cpu: used(self.client, end.client) / messages * 1e6,
            driver: used(self.driver, end.driver) / seconds,
            ..Sample::default()
        }
    }
}
