use super::failures::{Failure, Failures};
use pulsewire_plugin::Value;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many failures of one event On Error receives one by one. A last one says how many more there were.
const MOST_ERRORS_OF_AN_EVENT: usize = 1024;

/// The failures of an event, until it is over and On Error receives them.
pub(super) struct ErrorQueue {
    /// The On Error nodes of the graph.
    pub(super) on_error: Vec<u32>,
    waiting: VecDeque<Value>,
    /// How many failures did not fit, and the last of them.
    omitted: Option<(u64, Failure)>,
    /// On Error runs now: it does not receive its own failures.
    pub(super) in_on_error: bool,
    failures: Arc<Failures>,
}

impl ErrorQueue {
    /// For a graph with these On Error nodes.
    pub(super) fn new(on_error: Vec<u32>, failures: Arc<Failures>) -> Self {
        Self { on_error, waiting: VecDeque::new(), omitted: None, in_on_error: false, failures }
    }

    /// Keeps a failure for On Error, or counts and logs it as unhandled.
    pub(super) fn add(&mut self, failure: Failure) {
        if self.on_error.is_empty() || self.in_on_error {
            return self.failures.unhandled(failure);
        }
        self.failures.handled();
        if self.waiting.len() < MOST_ERRORS_OF_AN_EVENT {
            self.waiting.push_back(failure.to_event());
        } else {
            let count = self.omitted.as_ref().map_or(0, |(count, _)| *count);
            self.omitted = Some((count + 1, failure));
        }
    }

    /// The next failure that On Error receives.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Value> {
        if self.waiting.is_empty() {
            return self.omitted.take().map(|(count, last)| more(count, last));
        }
        self.waiting.pop_front()
    }

    /// The text of a panic as it may be shown: it may quote any value.
    pub(super) fn redact(&self, panic: &str) -> String {
        self.failures.redact(panic)
    }
}

/// The event for failures that On Error does not receive one by one.
#[cold]
fn more(count: u64, last: Failure) -> Value {
    let message =
        format!("{count} more failures in the same event; the last one: {}", last.message);
    Failure { message, code: "more_failures".to_owned(), ..last }.to_event()
}
