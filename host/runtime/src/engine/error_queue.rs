use super::failures::{Failure, Failures};
use pulsewire_plugin::Value;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many failures of one event may wait for On Error; beyond that they count as unhandled.
const MOST_ERRORS_OF_AN_EVENT: usize = 1024;

/// The failures of an event, until it is over and On Error receives them.
pub(super) struct ErrorQueue {
    /// The On Error nodes of the graph.
    pub(super) on_error: Vec<u32>,
    waiting: VecDeque<Value>,
    /// On Error runs now: it does not receive its own failures.
    pub(super) in_on_error: bool,
    failures: Arc<Failures>,
}

impl ErrorQueue {
    /// For a graph with these On Error nodes.
    pub(super) fn new(on_error: Vec<u32>, failures: Arc<Failures>) -> Self {
        Self { on_error, waiting: VecDeque::new(), in_on_error: false, failures }
    }

    /// Keeps a failure for On Error, or counts and logs it as unhandled.
    pub(super) fn add(&mut self, failure: Failure) {
        let room = self.waiting.len() < MOST_ERRORS_OF_AN_EVENT;
        if self.on_error.is_empty() || self.in_on_error || !room {
            self.failures.unhandled(failure);
        } else {
            self.failures.handled();
            self.waiting.push_back(failure.to_event());
        }
    }

    /// The next failure that On Error receives.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Value> {
        self.waiting.pop_front()
    }

    /// The text of a panic as it may be shown: it may quote any value.
    pub(super) fn redact(&self, panic: &str) -> String {
        self.failures.redact(panic)
    }
}
