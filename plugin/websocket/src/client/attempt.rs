//! The task of a client connection: each attempt to open it, its result, and the wait for the next one.

use super::retries::{AttemptOutcome, Retries};
use super::{Agreed, AttemptConfig, Client, Overrides};
use crate::connection::{Connection, OpenedStream, Session};
use crate::error::Error;
use crate::events::{Attempt, Notifier, Topic, outputs};
use crate::protocol::close::{CloseEvent, CloseHandshake};
use crate::protocol::handshake::ServerHandshake;
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
    pub(super) async fn lead(self: Arc<Self>, instead: Overrides) {
        let _leading = self.lifecycle.guard(&self.handle.state, &self.log);
        let mut next = Some(instead);
        while let Some(instead) = next {
            self.live(instead).await;
            next = self.lifecycle.take_next();
        }
    }

    /// One start with everything that follows, until the end.
    async fn live(&self, mut instead: Overrides) {
        let mut retries = Retries::new(self.reconnect.clone());
        loop {
            let attempt = self.attempt(&instead, &mut retries).await;
            if !attempt.will_retry() {
                return;
            }
            match self.wait(attempt).await {
                Some(other) => instead = other.unwrap_or(instead),
                None => return self.stopped(retries.now()).await,
            }
            retries.next();
        }
    }

    /// One attempt to open the connection, and the open connection. Code for before and after it is open is boxed, so that
    /// an idle connection does not hold its memory.
    async fn attempt(&self, instead: &Overrides, retries: &mut Retries) -> Attempt {
        let (opened, mut session) = match Box::pin(self.connect(instead, retries)).await {
            Ok(open) => open,
            Err(attempt) => return attempt,
        };
        let mut connection = Connection::new(opened, &mut session);
        let error = connection.run().await;
        let attempt = self.lost(connection.closing(), retries);
        connection.set_attempt(attempt);
        let close_event = Box::pin(connection.finish(error)).await;
        Box::pin(self.end(&close_event, attempt, &mut session)).await
    }

    /// Connects and reports it. Otherwise returns the attempt as it ended, which is also reported.
    async fn connect(
        &self,
        instead: &Overrides,
        retries: &mut Retries,
    ) -> Result<(OpenedStream, Box<Session>), Attempt> {
        // A Stop that came too late for the previous connection must not close this one.
        self.handle.outbox.pop_close();
        let (terms, target) = match self.terms.prepare(instead) {
            Ok(ready) => ready,
            Err(error) => {
                let mut session = self.session(&self.terms(), retries.now());
                return Err(self.fail(&error, retries, &mut session).await);
            }
        };
        let mut session = Box::new(self.session(&terms, retries.now()));
        let dialed = tokio::select! {
            biased;
            () = self.stop_asked() => None,
            dialed = terms.dialer.dial(&target) => Some(dialed),
        };
        match dialed {
            Some(Ok((stream, answer))) if self.handle.open() => {
                self.log.info(|| format!("open to {}", target.place()));
                Ok((self.opened(stream, answer, retries, &mut session), session))
            }
            Some(Err(error)) => Err(self.fail(&error, retries, &mut session).await),
            // A Stop came.
            _ => Err(self.end(&CloseEvent::before_open(), retries.now(), &mut session).await),
        }
    }

    /// Records and reports what was negotiated. Nothing of the response is kept while the connection is open.
    fn opened(
        &self,
        stream: Stream,
        answer: ServerHandshake,
        retries: &mut Retries,
        session: &mut Session,
    ) -> OpenedStream {
        retries.opened(Instant::now());
        let attempt = retries.now();
        if attempt.number > 1 {
            self.handle.counters.add_reconnect();
        }
        let ServerHandshake { subprotocol, headers, tail, compression, .. } = answer;
        let (compression, extensions) = compression.unzip();
        let extensions = extensions.unwrap_or_default();
        let event = outputs::start(&subprotocol, &headers, attempt, &extensions);
        *self.agreed.lock().unwrap_or_else(PoisonError::into_inner) =
            Agreed { subprotocol, extensions, attempt: attempt.number };
        session.emit(Topic::Start, &event);
        OpenedStream { stream, tail, role: Role::Client, compression }
    }

    /// Decides what follows an open connection. From here on a Start changes the next attempt.
    fn lost(&self, closing: &CloseHandshake, retries: &mut Retries) -> Attempt {
        let code = closing.received.as_ref().and_then(|close| close.as_ref());
        let end =
            code.map_or(AttemptOutcome::Lost, |close| AttemptOutcome::Closed(close.code.into()));
        let attempt = retries.ended(end, Instant::now(), fastrand::f64());
        self.settled(attempt)
    }

    /// Handles a failed attempt.
    async fn fail(&self, error: &Error, retries: &mut Retries, session: &mut Session) -> Attempt {
        let end = error.status.map_or(AttemptOutcome::Lost, AttemptOutcome::Refused);
        let attempt = self.settled(retries.ended(end, Instant::now(), fastrand::f64()));
        if !attempt.will_retry() {
            self.lifecycle.set_ended(&self.handle.state);
        }
        session.notifier.attempt = attempt;
        session.report_failure(error);
        self.rest(session).await;
        attempt
    }

    /// Reports the end of a connection.
    async fn end(
        &self,
        close_event: &CloseEvent,
        attempt: Attempt,
        session: &mut Session,
    ) -> Attempt {
        // A Stop may have come since the connection was lost.
        let attempt = if attempt.will_retry() { self.settled(attempt) } else { attempt };
        if !attempt.will_retry() {
            self.lifecycle.set_ended(&self.handle.state);
        }
        self.log.info(|| close_event.to_string());
        session.emit(Topic::Stop, &outputs::stop(close_event, attempt));
        self.rest(session).await;
        attempt
    }

    /// Handles a Stop that came during the wait for the next attempt.
    async fn stopped(&self, attempt: Attempt) {
        let mut session = self.session(&self.terms(), attempt);
        self.end(&CloseEvent::before_open(), attempt, &mut session).await;
    }

    /// Reports dropped messages, and waits until the graphs have accepted all events.
    async fn rest(&self, session: &mut Session) {
        session.report_dropped();
        session.notifier.event_queue.drained().await;
    }

    /// Returns the attempt without a retry if a Stop came, or a Start that is next.
    fn settled(&self, attempt: Attempt) -> Attempt {
        match attempt.will_retry() && self.lifecycle.begin_wait(&self.handle.state) {
            true => attempt,
            false => Attempt { retry_in: None, ..attempt },
        }
    }

    /// Waits for the next attempt; returns what a Start in the meantime asked for, or `None` if a Stop came.
    async fn wait(&self, attempt: Attempt) -> Option<Option<Overrides>> {
        self.log.info(|| format!("trying again in {:.3} s", attempt.seconds()));
        tokio::select! {
            biased;
            () = self.stop_asked() => {}
            () = sleep(attempt.retry_in.unwrap_or_default()) => {}
        }
        self.lifecycle.begin_retry(&self.handle.state).ok()
    }

    fn session(&self, terms: &AttemptConfig, attempt: Attempt) -> Session {
        let mut notifier = Notifier::new(self.listeners.snapshot(), self.log.clone(), None);
        notifier.attempt = attempt;
        Session::new(self.handle.clone(), notifier, terms.policy.clone())
    }

    async fn stop_asked(&self) {
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
