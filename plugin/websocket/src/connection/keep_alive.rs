//! What keeps a connection alive and notices when the other side is gone.

use super::Connection;
use super::idle_message::IdleMonitor;
use super::policy::{ConnectionPolicy, PingPolicy};
use super::write::Writing;
use crate::error::{Error, ErrorKind};
use crate::queue::Outgoing;
use crate::runtime::Timer;
use std::task::Context;
use tokio::time::Instant;

#[derive(Debug)]
pub(super) struct KeepAliveMonitor {
    pings: Option<PingMonitor>,
    idle: Option<IdleMonitor>,
}

/// Asks again and again whether the other side is there.
#[derive(Debug)]
struct PingMonitor {
    settings: PingPolicy,
    timer: Timer,
    /// When the Ping was sent that has no Pong yet.
    awaits: Option<Instant>,
    /// A Ping was sent in this turn: what the system takes of it is no sign of the other side.
    fresh: bool,
    /// Nothing could be heard for a time since the timer was set.
    unheard: bool,
}

/// What a turn has to do for a connection to stay alive.
enum Due {
    Nothing,
    Ping,
    Dead,
}

impl KeepAliveMonitor {
    /// Nothing when the settings want nothing.
    pub(super) fn new(policy: &ConnectionPolicy) -> Option<Box<Self>> {
        let pings = policy.pings.map(PingMonitor::new);
        let idle = policy.idle.clone().map(IdleMonitor::new);
        (pings.is_some() || idle.is_some()).then(|| Box::new(Self { pings, idle }))
    }

    /// A Pong of ours came in.
    pub(super) fn heard_pong(&mut self) {
        if let Some(pings) = &mut self.pings {
            pings.heard_pong();
        }
    }

    fn takes(&mut self, is_text: bool, message: &[u8]) -> bool {
        self.idle.as_mut().is_some_and(|idle| idle.takes(is_text, message))
    }
}

impl PingMonitor {
    fn new(settings: PingPolicy) -> Self {
        Self {
            settings,
            timer: Timer::after(settings.interval),
            awaits: None,
            fresh: false,
            unheard: false,
        }
    }

    fn heard_pong(&mut self) {
        if let Some(sent) = self.awaits.take() {
            self.timer.reset(sent + self.settings.interval);
        }
    }

    /// `moved` tells whether the other side gave or took anything since this was last asked.
    fn poll(&mut self, context: &mut Context<'_>, moved: impl FnOnce() -> bool) -> Due {
        if !self.timer.is_over(context) {
            return Due::Nothing;
        }
        let unheard = std::mem::take(&mut self.unheard);
        let due = match self.awaits {
            None => Due::Ping,
            Some(_) if moved() | unheard => Due::Nothing,
            Some(_) => return Due::Dead,
        };
        let now = Instant::now();
        self.fresh = self.awaits.is_none();
        self.awaits.get_or_insert(now);
        self.timer.reset(now + self.settings.timeout);
        // A timer wakes only whoever asked since it was set.
        if self.timer.is_over(context) {
            context.waker().wake_by_ref();
        }
        due
    }

    fn dead(&self) -> Error {
        let ms = self.settings.timeout.as_millis();
        let message = format!(
            "the other side is silent: no answer to a Ping within {ms} ms (`keep_alive.pong_timeout_ms`)"
        );
        Error::new(ErrorKind::KeepAlive, message)
    }
}

impl Connection<'_> {
    /// Sends what is due to stay alive; `reads` tells whether anything can be heard.
    ///
    /// # Errors
    /// When the other side is silent.
    #[inline]
    pub(super) fn stay_alive(
        &mut self,
        context: &mut Context<'_>,
        reads: bool,
    ) -> Result<(), Error> {
        match self.alive.take() {
            Some(mut alive) if self.socket.can_write() => {
                let kept = self.keep(&mut alive, context, reads);
                self.alive = Some(alive);
                kept
            }
            // The closing handshake has a time limit of its own.
            _ => Ok(()),
        }
    }

    /// Whether this message is the answer to what was sent to stay alive; it is not for the graph.
    #[inline]
    pub(super) fn is_answer(&mut self, is_text: bool, message: &[u8]) -> bool {
        self.alive.as_mut().is_some_and(|alive| alive.takes(is_text, message))
    }

    /// Takes note of messages that go out, before they are counted elsewhere.
    #[inline]
    pub(super) fn note_sent(&mut self) {
        if let (Some(alive), 1..) = (&mut self.alive, self.counts.messages_out)
            && let Some(idle) = &mut alive.idle
        {
            idle.sent();
        }
    }

    /// Takes note of what the turn has written.
    #[inline]
    pub(super) fn note_written(&mut self) {
        let Some(alive) = &mut self.alive else { return };
        if let Some(pings) = &mut alive.pings
            && std::mem::take(&mut pings.fresh)
            && matches!(self.writing, Writing::Free)
        {
            self.socket.get_mut().take_moved();
        }
    }

    fn keep(
        &mut self,
        alive: &mut KeepAliveMonitor,
        context: &mut Context<'_>,
        reads: bool,
    ) -> Result<(), Error> {
        if let Some(pings) = &mut alive.pings {
            // While the other side takes what waits to be sent, it is there; else a full inbox must not hide that.
            pings.unheard |= !reads && matches!(self.writing, Writing::Free);
            let wire = self.socket.get_mut();
            match pings.poll(context, || wire.take_moved()) {
                Due::Nothing => {}
                Due::Ping => {
                    self.put(Outgoing::Ping);
                }
                Due::Dead => return Err(pings.dead()),
            }
        }
        // While the other side takes nothing, more would only wait behind what does.
        if let (Some(idle), Writing::Free) = (&mut alive.idle, &self.writing)
            && let Some(message) = idle.poll(context, reads)?
        {
            self.counts.sent += 1;
            self.put(message);
        }
        Ok(())
    }
}
