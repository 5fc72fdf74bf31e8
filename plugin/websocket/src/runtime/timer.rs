use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Context;
use std::time::Duration;
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep};

/// A timer that a turn asks whether its time is over.
///
/// tokio counts what a task does in a turn, and from some number on calls nothing ready, timers included. To read uses
/// that up as long as the other side keeps sending, so this timer is not counted: else it would never be over.
#[derive(Debug)]
pub(crate) struct Timer(Pin<Box<Sleep>>);

impl Timer {
    pub(crate) fn after(time: Duration) -> Self {
        Self(Box::pin(sleep(time)))
    }

    /// Whether its time is over; otherwise the task is woken when it is.
    pub(crate) fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        pin!(unconstrained(self.0.as_mut())).poll(context).is_ready()
    }

    /// Sets it anew. It wakes only whoever asks after that.
    pub(crate) fn reset(&mut self, to: Instant) {
        self.0.as_mut().reset(to);
    }
}
