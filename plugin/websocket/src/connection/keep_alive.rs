//! Keeps a connection alive and detects a silent peer.

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

/// Sends Pings and watches for a sign of life.
#[derive(Debug)]
struct PingMonitor {
    settings: PingPolicy,
    timer: Timer,
    /// When the Ping was sent that is not answered yet.
    awaited: Option<Instant>,
    /// A Ping was sent in this turn: that the system takes it is no sign of life.
    just_sent: bool,
    /// Reading was blocked for a while since the timer was set.
    was_blocked: bool,
}

/// What a turn must do.
enum PingAction {
    Nothing,
    Ping,
    Silent,
}

impl KeepAliveMonitor {
    /// Returns `None` when the settings want neither.
    pub(super) fn new(policy: &ConnectionPolicy) -> Option<Box<Self>> {
        let pings = policy.pings.map(PingMonitor::new);
        let idle = policy.idle.clone().map(IdleMonitor::new);
        (pings.is_some() || idle.is_some()).then(|| Box::new(Self { pings, idle }))
    }

    /// The answer to one of our Pings arrived.
    pub(super) fn on_pong(&mut self) {
        if let Some(pings) = &mut self.pings {
            pings.on_pong();
        }
    }

    fn is_answer(&mut self, is_text: bool, message: &[u8]) -> bool {
        self.idle.as_mut().is_some_and(|idle| idle.is_answer(is_text, message))
    }
}

impl PingMonitor {
    fn new(settings: PingPolicy) -> Self {
        Self {
            settings,
            timer: Timer::after(settings.interval),
            awaited: None,
            just_sent: false,
            was_blocked: false,
        }
    }

    fn on_pong(&mut self) {
        if let Some(sent) = self.awaited.take() {
            self.timer.reset(sent + self.settings.interval);
        }
    }

    /// `moved` returns whether the other side sent or took anything since the last call.
    fn poll(&mut self, context: &mut Context<'_>, moved: impl FnOnce() -> bool) -> PingAction {
        if !self.timer.has_elapsed(context) {
            return PingAction::Nothing;
        }
        let was_blocked = std::mem::take(&mut self.was_blocked);
        let due = match self.awaited {
            None => PingAction::Ping,
            Some(_) if moved() | was_blocked => PingAction::Nothing,
            Some(_) => return PingAction::Silent,
        };
        let now = Instant::now();
        self.just_sent = self.awaited.is_none();
        self.awaited.get_or_insert(now);
        self.timer.reset(now + self.settings.timeout);
        // A timer wakes only tasks that polled it since it was set.
        if self.timer.has_elapsed(context) {
            context.waker().wake_by_ref();
        }
        due
    }

    fn silent_error(&self) -> Error {
        let ms = self.settings.timeout.as_millis();
        let message = format!(
            "the peer is silent: no answer to a Ping within {ms} ms (`keep_alive.pong_timeout_ms`)"
        );
        Error::new(ErrorKind::KeepAlive, message)
    }
}

impl Connection<'_> {
    /// Sends what is due to keep the connection alive; `reads` is false while reading is blocked.
    ///
    /// # Errors
    /// When the peer is silent.
    #[inline]
    pub(super) fn poll_keep_alive(
        &mut self,
        context: &mut Context<'_>,
        reads: bool,
    ) -> Result<(), Error> {
        match self.keep_alive.take() {
            Some(mut keep_alive) if self.socket.can_write() => {
                let result = self.poll_monitors(&mut keep_alive, context, reads);
                self.keep_alive = Some(keep_alive);
                result
            }
            // The closing handshake has a timeout of its own.
            _ => Ok(()),
        }
    }

    /// Returns whether this message is the expected answer to an idle message; graphs do not get it.
    #[inline]
    pub(super) fn is_answer(&mut self, is_text: bool, message: &[u8]) -> bool {
        self.keep_alive.as_mut().is_some_and(|keep_alive| keep_alive.is_answer(is_text, message))
    }

    /// Records that messages are being sent, before their count is reset.
    #[inline]
    pub(super) fn record_sent(&mut self) {
        if let (Some(keep_alive), 1..) = (&mut self.keep_alive, self.counts.messages_out)
            && let Some(idle) = &mut keep_alive.idle
        {
            idle.sent();
        }
    }

    /// Clears the sign of life that the Ping of this turn itself has caused.
    #[inline]
    pub(super) fn discard_own_ping(&mut self) {
        let Some(keep_alive) = &mut self.keep_alive else { return };
        if let Some(pings) = &mut keep_alive.pings
            && std::mem::take(&mut pings.just_sent)
            && matches!(self.writing, Writing::Ready)
        {
            self.socket.get_mut().take_activity();
        }
    }

    fn poll_monitors(
        &mut self,
        keep_alive: &mut KeepAliveMonitor,
        context: &mut Context<'_>,
        reads: bool,
    ) -> Result<(), Error> {
        if let Some(pings) = &mut keep_alive.pings {
            // A peer that takes what we send is alive. If nothing is being sent, blocked reading must not hide a sign
            // of life.
            pings.was_blocked |= !reads && matches!(self.writing, Writing::Ready);
            let stream = self.socket.get_mut();
            match pings.poll(context, || stream.take_activity()) {
                PingAction::Nothing => {}
                PingAction::Ping => {
                    self.write_message(Outgoing::Ping);
                }
                PingAction::Silent => return Err(pings.silent_error()),
            }
        }
        // While writing is blocked, another message would only wait behind the others.
        if let (Some(idle), Writing::Ready) = (&mut keep_alive.idle, &self.writing)
            && let Some(message) = idle.poll(context, reads)?
        {
            self.counts.sent += 1;
            self.write_message(message);
        }
        Ok(())
    }
}
