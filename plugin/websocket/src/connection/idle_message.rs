use super::policy::IdlePolicy;
use crate::error::{Error, ErrorKind};
use crate::queue::Outgoing;
use crate::runtime::Timer;
use std::task::Context;
use tokio::time::Instant;

/// Sends a message when no other was sent for a while, and waits for its answer if there must be one.
#[derive(Debug)]
pub(super) struct IdleMonitor {
    idle: IdlePolicy,
    timer: Timer,
    last_sent: Instant,
    awaited: bool,
    /// Reading was blocked for a while since the timer was set.
    was_blocked: bool,
}

impl IdleMonitor {
    pub(super) fn new(idle: IdlePolicy) -> Self {
        let timer = Timer::after(idle.after);
        Self { idle, timer, last_sent: Instant::now(), awaited: false, was_blocked: false }
    }

    /// The message to send now. While reading is blocked, no answer counts as missing.
    ///
    /// # Errors
    /// When the answer did not arrive in time.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        reads: bool,
    ) -> Result<Option<Outgoing>, Error> {
        self.was_blocked |= !reads;
        while self.timer.has_elapsed(context) {
            let now = Instant::now();
            let was_blocked = std::mem::take(&mut self.was_blocked);
            match self.awaited {
                true if was_blocked => self.timer.reset(now + self.idle.timeout),
                true => return Err(self.missing_answer_error()),
                false if now < self.last_sent + self.idle.after => self.wait(),
                false => return Ok(Some(self.send(now))),
            }
        }
        Ok(None)
    }

    /// Another message was sent.
    pub(super) fn sent(&mut self) {
        self.last_sent = Instant::now();
    }

    /// Returns whether this message is the expected answer.
    pub(super) fn is_answer(&mut self, is_text: bool, message: &[u8]) -> bool {
        if !self.awaited {
            return false;
        }
        let is_answer = self.idle.answer.as_ref().is_some_and(|one| one.is(is_text, message));
        if is_answer {
            self.awaited = false;
            self.wait();
        }
        is_answer
    }

    fn send(&mut self, now: Instant) -> Outgoing {
        self.last_sent = now;
        self.awaited = self.idle.answer.is_some();
        let wait = if self.awaited { self.idle.timeout } else { self.idle.after };
        self.timer.reset(now + wait);
        self.idle.message.clone()
    }

    fn wait(&mut self) {
        self.timer.reset(self.last_sent + self.idle.after);
    }

    fn missing_answer_error(&self) -> Error {
        let ms = self.idle.timeout.as_millis();
        let why = "`keep_alive.message.answer_timeout_ms`";
        Error::new(
            ErrorKind::KeepAlive,
            format!("the expected answer did not arrive within {ms} ms ({why})"),
        )
    }
}
