use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Context;
use std::time::Duration;
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep};

/// A timer that a task polls.
///
/// tokio limits how much a task may do before it yields, timers included. A peer that keeps sending uses up that
/// budget by reads alone, so this timer is exempt from it: otherwise it would never fire.
#[derive(Debug)]
pub(crate) struct Timer(Pin<Box<Sleep>>);

impl Timer {
    pub(crate) fn after(time: Duration) -> Self {
        Self(Box::pin(sleep(time)))
    }

    /// Returns whether the time is over; otherwise the task is woken when it is.
    pub(crate) fn has_elapsed(&mut self, context: &mut Context<'_>) -> bool {
        pin!(unconstrained(self.0.as_mut())).poll(context).is_ready()
    }

    /// Sets it to another moment. Only a task that polls it afterwards is woken.
    pub(crate) fn reset(&mut self, to: Instant) {
        self.0.as_mut().reset(to);
    }
}
