use crate::conduct::Conduct;
use crate::error::Error;
use crate::gate::Gate;
use crate::herald::Herald;
use crate::kind::Kind;
use crate::link::Link;
use crate::listeners::Topic;
use crate::timer::Timer;
use pulsewire_plugin::{Payload, Value};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long messages that are thrown away are not told again.
const QUIET: Duration = Duration::from_secs(1);

/// What one open connection needs besides its socket, on a client's side and on a server's.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) link: Arc<Link>,
    pub(crate) herald: Herald,
    pub(crate) conduct: Arc<Conduct>,
    /// Must be open for a message to be read: the graphs that it starts send into these queues.
    gates: Vec<Arc<Gate>>,
    /// Runs since messages that were thrown away were last told.
    quiet: Option<Timer>,
}

impl Session {
    pub(crate) fn new(link: Arc<Link>, herald: Herald, conduct: Arc<Conduct>) -> Self {
        let gates = herald.listeners.gates();
        Self { link, herald, conduct, gates, quiet: None }
    }

    /// Ready when another message may be read; otherwise the task is woken when it is worth to ask again.
    #[inline]
    pub(crate) fn poll_ready(&mut self, context: &Context<'_>) -> Poll<()> {
        if self.herald.courier.poll_done(context).is_pending() {
            return Poll::Pending;
        }
        let is_open = |gate: &Arc<Gate>| gate.poll_open(context.waker()).is_ready();
        if self.gates.iter().all(is_open) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Brings a binary message to those who want messages; the connection stays open when it is not what they
    /// want.
    pub(crate) fn binary(&mut self, message: Payload) {
        if let Err(error) = self.herald.binary(message) {
            self.fail(&error);
        }
    }

    /// Brings an event to those who listen to it.
    pub(crate) fn tell(&mut self, topic: Topic, event: &Value) {
        self.herald.tell(topic, event);
    }

    /// Counts and tells a failure.
    pub(crate) fn fail(&mut self, error: &Error) {
        self.herald.fail(error, &self.link.counters);
    }

    /// Tells what was thrown away since this was last told; when that was just now, the task is woken later.
    #[inline]
    pub(crate) fn poll_dropped(&mut self, context: &mut Context<'_>) {
        if self.link.outbox.untold() == 0 {
            return;
        }
        let quiet = self.quiet.as_mut();
        if quiet.is_none_or(|quiet| quiet.is_over(context)) {
            self.tell_dropped();
            self.quiet = Some(Timer::after(QUIET));
        }
    }

    /// Tells what was thrown away since this was last told.
    #[cold]
    pub(crate) fn tell_dropped(&mut self) {
        let messages = self.link.outbox.take_untold();
        if messages == 0 {
            return;
        }
        let what = if messages == 1 { "message was" } else { "messages were" };
        let message = format!("{messages} {what} thrown away: too many waited (`when_full`)");
        self.herald.warn(&Error::new(Kind::Dropped, message));
    }

    /// Tells what was let in and will not be sent any more, because the connection has ended.
    pub(crate) fn tell_unsent(&mut self) {
        self.tell_dropped();
        let unsent = self.link.end();
        if unsent > 0 {
            let what = if unsent == 1 { "message was" } else { "messages were" };
            self.herald.log.warn(|| format!("{unsent} {what} not sent: the connection has ended"));
        }
    }
}

/// However it ended, a panic included: nobody takes messages out any more, so nobody must wait for room, and
/// nothing must keep the task.
impl Drop for Session {
    fn drop(&mut self) {
        if let Some(unsent) = self.link.outbox.take_direct() {
            self.link.outbox.put_back(unsent);
        }
        self.link.outbox.set_served(false);
        self.link.outbox.unregister();
    }
}
