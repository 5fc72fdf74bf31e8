use super::handle::ConnectionHandle;
use super::policy::ConnectionPolicy;
use crate::error::{Error, ErrorKind};
use crate::events::{Notifier, Topic};
use crate::queue::Gate;
use crate::runtime::Timer;
use pulsewire_plugin::{Payload, Value};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long messages that are thrown away are not told again.
const QUIET: Duration = Duration::from_secs(1);

/// What one open connection needs besides its socket, on a client's side and on a server's.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) handle: Arc<ConnectionHandle>,
    pub(crate) notifier: Notifier,
    pub(crate) policy: Arc<ConnectionPolicy>,
    /// Must be open for a message to be read: the graphs that it starts send into these queues.
    gates: Vec<Arc<Gate>>,
    /// Runs since messages that were thrown away were last told.
    quiet: Option<Timer>,
}

impl Session {
    pub(crate) fn new(
        handle: Arc<ConnectionHandle>,
        notifier: Notifier,
        policy: Arc<ConnectionPolicy>,
    ) -> Self {
        let gates = notifier.listeners.gates();
        Self { handle, notifier, policy, gates, quiet: None }
    }

    /// Ready when another message may be read; otherwise the task is woken when it is worth to ask again.
    #[inline]
    pub(crate) fn poll_ready(&mut self, context: &Context<'_>) -> Poll<()> {
        if self.notifier.event_queue.poll_drained(context).is_pending() {
            return Poll::Pending;
        }
        let is_open = |gate: &Arc<Gate>| gate.poll_open(context.waker()).is_ready();
        if self.gates.iter().all(is_open) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Brings a binary message to those who want messages; the connection stays open when it is not what they
    /// want.
    pub(crate) fn deliver_binary(&mut self, message: Payload) {
        if let Err(error) = self.notifier.deliver_binary(message) {
            self.report_failure(&error);
        }
    }

    /// Brings an event to those who listen to it.
    pub(crate) fn emit(&mut self, topic: Topic, event: &Value) {
        self.notifier.emit(topic, event);
    }

    /// Counts and tells a failure.
    pub(crate) fn report_failure(&mut self, error: &Error) {
        self.notifier.report_failure(error, &self.handle.counters);
    }

    /// Tells what was thrown away since this was last told; when that was just now, the task is woken later.
    #[inline]
    pub(crate) fn poll_dropped(&mut self, context: &mut Context<'_>) {
        if self.handle.outbox.unreported() == 0 {
            return;
        }
        let quiet = self.quiet.as_mut();
        if quiet.is_none_or(|quiet| quiet.is_over(context)) {
            self.report_dropped();
            self.quiet = Some(Timer::after(QUIET));
        }
    }

    /// Tells what was thrown away since this was last told.
    #[cold]
    pub(crate) fn report_dropped(&mut self) {
        let messages = self.handle.outbox.take_unreported();
        if messages == 0 {
            return;
        }
        let what = if messages == 1 { "message was" } else { "messages were" };
        let message = format!("{messages} {what} thrown away: too many waited (`when_full`)");
        self.notifier.report(&Error::new(ErrorKind::Dropped, message));
    }

    /// Tells what was let in and will not be sent any more, because the connection has ended.
    pub(crate) fn report_unsent(&mut self) {
        self.report_dropped();
        let unsent = self.handle.end();
        if unsent > 0 {
            let what = if unsent == 1 { "message was" } else { "messages were" };
            self.notifier
                .log
                .warn(|| format!("{unsent} {what} not sent: the connection has ended"));
        }
    }
}

/// However it ended, a panic included: nobody takes messages out any more, so nobody must wait for room, and
/// nothing must keep the task.
impl Drop for Session {
    fn drop(&mut self) {
        if let Some(unsent) = self.handle.outbox.take_direct() {
            self.handle.outbox.put_back(unsent);
        }
        self.handle.outbox.set_served(false);
        self.handle.outbox.unregister();
    }
}
