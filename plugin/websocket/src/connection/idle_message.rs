use super::policy::IdlePolicy;
use crate::error::{Error, ErrorKind};
use crate::queue::Outgoing;
use crate::runtime::Timer;
use std::task::Context;
use tokio::time::Instant;

/// Sends a message when no other was sent for a while, and awaits the answer where there must be one.
#[derive(Debug)]
pub(super) struct IdleMonitor {
    idle: IdlePolicy,
    timer: Timer,
    last_sent: Instant,
    awaits: bool,
    /// Nothing could be heard for a time since the timer was set.
    unheard: bool,
}

impl IdleMonitor {
    pub(super) fn new(idle: IdlePolicy) -> Self {
        let timer = Timer::after(idle.after);
        Self { idle, timer, last_sent: Instant::now(), awaits: false, unheard: false }
    }

    /// What is to be sent now. While nothing can be read, no answer can be missed.
    ///
    /// # Errors
    /// When the answer did not come in time.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        reads: bool,
    ) -> Result<Option<Outgoing>, Error> {
        self.unheard |= !reads;
        while self.timer.is_over(context) {
            let now = Instant::now();
            let unheard = std::mem::take(&mut self.unheard);
            match self.awaits {
                true if unheard => self.timer.reset(now + self.idle.timeout),
                true => return Err(self.unanswered()),
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

    /// Whether this message is the answer that is awaited.
    pub(super) fn takes(&mut self, is_text: bool, message: &[u8]) -> bool {
        if !self.awaits {
            return false;
        }
        let is_answer = match &self.idle.answer {
            Some(Outgoing::Text(answer)) => is_text && **answer == *message,
            Some(Outgoing::Binary(answer)) => !is_text && **answer == *message,
            _ => false,
        };
        if is_answer {
            self.awaits = false;
            self.wait();
        }
        is_answer
    }

    fn send(&mut self, now: Instant) -> Outgoing {
        self.last_sent = now;
        self.awaits = self.idle.answer.is_some();
        let wait = if self.awaits { self.idle.timeout } else { self.idle.after };
        self.timer.reset(now + wait);
        self.idle.message.clone()
    }

    fn wait(&mut self) {
        self.timer.reset(self.last_sent + self.idle.after);
    }

    fn unanswered(&self) -> Error {
        let ms = self.idle.timeout.as_millis();
        let why = "`keep_alive.message.answer_timeout_ms`";
        Error::new(
            ErrorKind::KeepAlive,
            format!("the expected answer did not come within {ms} ms ({why})"),
        )
    }
}
