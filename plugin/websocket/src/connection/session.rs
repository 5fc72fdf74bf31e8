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

/// The shortest time between two reports of dropped messages.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// What an open connection needs besides its socket, on both sides.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) handle: Arc<ConnectionHandle>,
    pub(crate) notifier: Notifier,
    pub(crate) policy: Arc<ConnectionPolicy>,
    /// Must be open before a message is read: the graphs that it starts send into these queues.
    gates: Vec<Arc<Gate>>,
    /// Runs since dropped messages were last reported.
    since_report: Option<Timer>,
}

impl Session {
    pub(crate) fn new(
        handle: Arc<ConnectionHandle>,
        notifier: Notifier,
        policy: Arc<ConnectionPolicy>,
    ) -> Self {
        let gates = notifier.listeners.gates();
        Self { handle, notifier, policy, gates, since_report: None }
    }

    /// Ready when another message may be read; otherwise the task is woken when that may have changed.
    #[inline]
    pub(crate) fn poll_ready(&mut self, context: &Context<'_>) -> Poll<()> {
        if self.notifier.event_queue.poll_drained(context).is_pending() {
            return Poll::Pending;
        }
        let is_open = |gate: &Arc<Gate>| gate.poll_open(context.waker()).is_ready();
        if self.gates.iter().all(is_open) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Delivers a binary message; the connection stays open when it is not UTF-8 and a node wants text.
    pub(crate) fn deliver_binary(&mut self, message: Payload) {
        if let Err(error) = self.notifier.deliver_binary(message) {
            self.report_failure(&error);
        }
    }

    /// Emits an event to the nodes that listen to this topic.
    pub(crate) fn emit(&mut self, topic: Topic, event: &Value) {
        self.notifier.emit(topic, event);
    }

    /// Counts and reports a failure.
    pub(crate) fn report_failure(&mut self, error: &Error) {
        self.notifier.report_failure(error, &self.handle.counters);
    }

    /// Reports dropped messages, at most once in [`REPORT_INTERVAL`]; otherwise the task is woken later.
    #[inline]
    pub(crate) fn poll_dropped(&mut self, context: &mut Context<'_>) {
        if self.handle.outbox.unreported() == 0 {
            return;
        }
        let since_report = self.since_report.as_mut();
        if since_report.is_none_or(|since_report| since_report.has_elapsed(context)) {
            self.report_dropped();
            self.since_report = Some(Timer::after(REPORT_INTERVAL));
        }
    }

    /// Reports the messages that were dropped since the last report.
    #[cold]
    pub(crate) fn report_dropped(&mut self) {
        let messages = self.handle.outbox.take_unreported();
        if messages == 0 {
            return;
        }
        let what = if messages == 1 { "message was" } else { "messages were" };
        let message = format!("{messages} {what} dropped: the queue was full (`when_full`)");
        self.notifier.report(&Error::new(ErrorKind::Dropped, message));
    }

    /// Reports the messages that were accepted and are lost because the connection has ended.
    pub(crate) fn report_unsent(&mut self) {
        self.report_dropped();
        let unsent = self.handle.end();
        if unsent > 0 {
            let what = if unsent == 1 { "message was" } else { "messages were" };
            let text = || format!("{unsent} {what} not sent: the connection has ended");
            self.notifier.log.log(self.notifier.level(), text);
        }
    }
}

/// However the task ends, also by a panic: nobody takes messages out any more, so nobody must wait for room, and no
/// waker must keep the task.
impl Drop for Session {
    fn drop(&mut self) {
        if let Some(unsent) = self.handle.outbox.take_direct() {
            self.handle.outbox.push_unlimited(unsent);
        }
        self.handle.outbox.set_served(false);
        self.handle.outbox.unregister();
    }
}
