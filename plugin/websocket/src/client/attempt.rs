//! The task of a client connection: each attempt to open it, its result, and the wait for the next one.

use super::{AttemptConfig, Client, LastOpening, Overrides};
use crate::connection::{AttemptOutcome, Connection, OpenedStream, Retries, Session};
use crate::error::Error;
use crate::events::{Attempt, Notifier, Topic, outputs};
use crate::protocol::close::{CloseEvent, CloseHandshake};
use crate::protocol::handshake::{PendingRejection, ServerHandshake};
use crate::runtime::State;
use crate::transport::Stream;
use std::future::poll_fn;
use std::sync::{Arc, PoisonError};
use std::task::Poll;
use std::time::Instant;
use tokio::time::sleep;
use tungstenite::protocol::Role;

impl Client {
    /// The task that leads this connection's lifecycle.
    pub(super) async fn run(self: Arc<Self>, overrides: Overrides) {
        let _guard = self.lifecycle.guard(&self.handle.state, &self.log);
        let mut next = Some(overrides);
        while let Some(overrides) = next {
            self.run_start(overrides).await;
            next = self.lifecycle.take_next();
        }
    }

    /// One start with everything that follows, until the end.
    async fn run_start(&self, mut overrides: Overrides) {
        let mut retries = Retries::new(self.reconnect.clone());
        loop {
            let attempt = self.attempt(&overrides, &mut retries).await;
            if !attempt.will_retry() {
                return;
            }
            match self.wait_for_retry(attempt).await {
                Some(other) => overrides = other.unwrap_or(overrides),
                None => return self.stopped_while_waiting(retries.current()).await,
            }
            retries.next();
        }
    }

    /// One attempt to open the connection, and the open connection. Code for before and after it is open is boxed, so that
    /// an idle connection does not hold its memory.
    async fn attempt(&self, overrides: &Overrides, retries: &mut Retries) -> Attempt {
        let (opened, mut session) = match Box::pin(self.connect(overrides, retries)).await {
            Ok(open) => open,
            Err(attempt) => return attempt,
        };
        let mut connection = Connection::new(opened, &mut session);
        let error = connection.run().await;
        let attempt = self.connection_ended(connection.closing(), retries);
        connection.set_attempt(attempt);
        let close_event = Box::pin(connection.finish(error)).await;
        Box::pin(self.report_close(&close_event, attempt, &mut session)).await
    }

    /// Connects and reports it. Otherwise returns the attempt as it ended, which is also reported.
    async fn connect(
        &self,
        overrides: &Overrides,
        retries: &mut Retries,
    ) -> Result<(OpenedStream, Box<Session>), Attempt> {
        // A Stop that came too late for the previous connection must not close this one.
        self.handle.outbox.pop_close();
        let (config, target) = match self.configs.prepare(overrides) {
            Ok(ready) => ready,
            Err(error) => {
                let mut session = self.session(&self.config(), retries.current());
                return Err(self.attempt_failed(&error, retries, &mut session).await);
            }
        };
        let mut session = Box::new(self.session(&config, retries.current()));
        let pending = PendingRejection::new();
        let dialed = tokio::select! {
            biased;
            () = self.stop_requested() => None,
            dialed = config.dialer.dial(&target, &pending) => Some(dialed),
        };
        match dialed {
            Some(Ok((stream, answer))) if self.handle.open() => {
                self.log.info(|| format!("open to {}", target.host_and_port()));
                Ok((self.report_open(stream, answer, retries, &mut session), session))
            }
            Some(Err(error)) => Err(self.attempt_failed(&error, retries, &mut session).await),
            // A Stop came, perhaps while the body of a rejection was awaited.
            _ => {
                if let Some(rejected) = pending.get() {
                    session.report_failure(rejected);
                }
                let closed = CloseEvent::before_open();
                Err(self.report_close(&closed, retries.current(), &mut session).await)
            }
        }
    }

    /// Records and reports what was negotiated. Nothing of the response is kept while the connection is open.
    fn report_open(
        &self,
        stream: Stream,
        answer: ServerHandshake,
        retries: &mut Retries,
        session: &mut Session,
    ) -> OpenedStream {
        retries.opened(Instant::now());
        let attempt = retries.current();
        if attempt.number > 1 {
            self.handle.counters.add_reconnect();
        }
        let ServerHandshake { subprotocol, headers, tail, compression, .. } = answer;
        let (compression, extensions) = compression.unzip();
        let extensions = extensions.unwrap_or_default();
        let event = outputs::start(&subprotocol, &headers, attempt, &extensions);
        *self.last_opening.lock().unwrap_or_else(PoisonError::into_inner) =
            LastOpening { subprotocol, extensions, attempt: attempt.number };
        session.emit(Topic::Start, &event);
        OpenedStream { stream, tail, role: Role::Client, compression }
    }

    /// Decides what follows an open connection. From here on a Start changes the next attempt.
    fn connection_ended(&self, closing: &CloseHandshake, retries: &mut Retries) -> Attempt {
        let code = closing.received.as_ref().and_then(|close| close.as_ref());
        let end =
            code.map_or(AttemptOutcome::Lost, |close| AttemptOutcome::Closed(close.code.into()));
        let attempt = retries.ended(end, Instant::now(), fastrand::f64());
        self.confirm_retry(attempt)
    }

    /// Handles a failed attempt.
    async fn attempt_failed(
        &self,
        error: &Error,
        retries: &mut Retries,
        session: &mut Session,
    ) -> Attempt {
        let end = error.status.map_or(AttemptOutcome::Lost, AttemptOutcome::Refused);
        let attempt = self.confirm_retry(retries.ended(end, Instant::now(), fastrand::f64()));
        if !attempt.will_retry() {
            self.lifecycle.set_ended(&self.handle.state);
        }
        session.notifier.attempt = attempt;
        session.report_failure(error);
        self.flush_reports(session).await;
        attempt
    }

    /// Reports the end of a connection.
    async fn report_close(
        &self,
        close_event: &CloseEvent,
        attempt: Attempt,
        session: &mut Session,
    ) -> Attempt {
        // A Stop may have come since the connection was lost.
        let attempt = if attempt.will_retry() { self.confirm_retry(attempt) } else { attempt };
        if !attempt.will_retry() {
            self.lifecycle.set_ended(&self.handle.state);
        }
        self.log.info(|| close_event.to_string());
        let cause = close_event.cause.or_ending(self.lifecycle.is_shut_down());
        session.emit(Topic::Stop, &outputs::stop(close_event, attempt, cause));
        self.flush_reports(session).await;
        attempt
    }

    /// Handles a Stop that came during the wait for the next attempt.
    async fn stopped_while_waiting(&self, attempt: Attempt) {
        let mut session = self.session(&self.config(), attempt);
        self.report_close(&CloseEvent::before_open(), attempt, &mut session).await;
    }

    /// Reports dropped messages, and waits until the graphs have accepted all events.
    async fn flush_reports(&self, session: &mut Session) {
        session.report_dropped();
        session.notifier.event_queue.drained().await;
    }

    /// Returns the attempt without a retry if a Stop came, or a Start that is next.
    fn confirm_retry(&self, attempt: Attempt) -> Attempt {
        match attempt.will_retry() && self.lifecycle.begin_wait(&self.handle.state) {
            true => attempt,
            false => Attempt { retry_in: None, ..attempt },
        }
    }

    /// Waits for the next attempt; returns what a Start in the meantime asked for, or `None` if a Stop came.
    async fn wait_for_retry(&self, attempt: Attempt) -> Option<Option<Overrides>> {
        self.log.info(|| format!("trying again in {:.3} s", attempt.seconds()));
        tokio::select! {
            biased;
            () = self.stop_requested() => {}
            () = sleep(attempt.retry_in.unwrap_or_default()) => {}
        }
        self.lifecycle.begin_retry(&self.handle.state).ok()
    }

    fn session(&self, config: &AttemptConfig, attempt: Attempt) -> Session {
        let mut notifier = Notifier::new(self.listeners.snapshot(), self.log.clone(), None);
        notifier.attempt = attempt;
        Session::new(self.handle.clone(), notifier, config.policy.clone())
    }

    async fn stop_requested(&self) {
        poll_fn(|context| {
            self.handle.outbox.register(context.waker());
            match self.handle.state.get() {
                State::Closing => Poll::Ready(()),
                _ => Poll::Pending,
            }
        })
        .await;
    }
}
