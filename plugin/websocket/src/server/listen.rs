//! The task of a server: listening, accepting clients, stopping.

use super::Server;
use super::error_summary::ErrorSummary;
use super::handshake_limit::{HandshakePermit, RefusedConnections};
use crate::connection::{AttemptOutcome, Retries};
use crate::error::{Error, ErrorKind};
use crate::events::{Notifier, Topic, outputs};
use crate::protocol::close::{GOING_AWAY, StopCause, close_frame};
use crate::runtime::State;
use crate::settings::ListenRetry;
use pulsewire_plugin::Level;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// The first and the longest delay before accepting clients again after the system failed to.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LAST_PAUSE: Duration = Duration::from_secs(1);

/// The result of a start.
enum Listened {
    /// The server listens.
    Open(TcpListener),
    /// A Stop came first.
    Stopped,
    /// The server cannot listen, which is reported.
    Failed,
}

impl Server {
    /// The task that leads this server's lifecycle.
    pub(super) async fn run(self: Arc<Self>) {
        let _guard = self.lifecycle.guard(&self.state, &self.log);
        let mut next = Some(());
        while next.is_some() {
            self.run_once().await;
            next = self.lifecycle.take_next();
        }
    }

    /// One start with everything that follows, until the end.
    async fn run_once(self: &Arc<Self>) {
        let mut notifier = self.notifier();
        match self.listen(&mut notifier).await {
            Listened::Open(listener) => {
                tokio::select! {
                    biased;
                    () = self.stop_requested() => {}
                    () = self.accept_clients(listener, &mut notifier) => {}
                }
                self.close_clients().await;
            }
            Listened::Stopped => {}
            Listened::Failed => return,
        }
        self.lifecycle.set_ended(&self.state);
        let errors = self.client_errors.read();
        if errors.total() > 0 {
            self.log.info(|| format!("errors of clients so far: {errors}"));
        }
        self.log.info(|| "stopped".to_owned());
        let cause = StopCause::Stop.or_ending(self.is_shut_down());
        notifier.emit(Topic::Stop, &outputs::server_stop(cause));
        notifier.event_queue.drained().await;
    }

    /// Listens, and tries again as `listen_retry` says.
    async fn listen(&self, notifier: &mut Notifier) -> Listened {
        let policy = self.settings.listen_retry.as_ref().map(ListenRetry::policy);
        let mut retries = Retries::new(policy);
        loop {
            let error = match self.bind().await {
                Ok((listener, address)) if self.state.change(State::Starting, State::Open) => {
                    self.report_start(address, notifier);
                    return Listened::Open(listener);
                }
                Ok(_) => return Listened::Stopped,
                Err(error) => error,
            };
            let attempt = retries.ended(AttemptOutcome::Lost, Instant::now(), fastrand::f64());
            match attempt.retry_in.filter(|_| self.lifecycle.begin_wait(&self.state)) {
                Some(delay) => self.report_listen_retry(&error, delay, notifier),
                None => {
                    self.lifecycle.set_ended(&self.state);
                    self.report_listen_failure(&error, notifier);
                    notifier.event_queue.drained().await;
                    return Listened::Failed;
                }
            }
            notifier.event_queue.drained().await;
            if !self.wait_for_retry(attempt.retry_in.unwrap_or_default()).await {
                if self.is_shut_down() {
                    self.report_listen_failure(&error, notifier);
                }
                return Listened::Stopped;
            }
            retries.next();
        }
    }

    /// Reports that the server cannot listen yet. That is no failure of the run, since it tries again.
    fn report_listen_retry(&self, error: &Error, delay: Duration, notifier: &mut Notifier) {
        self.clients.past_counters.add_error(true);
        notifier.report(error);
        self.log.info(|| format!("trying to listen again in {:.3} s", delay.as_secs_f64()));
    }

    /// Reports that the server cannot listen. Without a graph that handles it the run ends: it would only seem to work.
    fn report_listen_failure(&self, error: &Error, notifier: &mut Notifier) {
        let handled = notifier.is_handled();
        self.clients.past_counters.add_error(handled);
        notifier.emit_error(error, Level::Error);
        if !handled {
            self.host.fail_run();
        }
    }

    /// Returns false when a Stop came during the wait.
    async fn wait_for_retry(&self, delay: Duration) -> bool {
        tokio::select! {
            biased;
            () = self.stop_requested() => {}
            () = sleep(delay) => {}
        }
        self.lifecycle.begin_retry(&self.state).is_ok()
    }

    fn report_start(&self, address: SocketAddr, notifier: &mut Notifier) {
        self.log.info(|| format!("listening on {address}"));
        if !address.ip().is_loopback() {
            self.log.warn(|| format!("{address} can be reached from other machines"));
        }
        notifier.emit(Topic::Start, &outputs::server_start(address));
    }

    /// Accepts clients until it is dropped, together with all handshakes in progress.
    async fn accept_clients(self: &Arc<Self>, listener: TcpListener, notifier: &mut Notifier) {
        let (_listening, stops) = watch::channel(());
        let (mut pause, mut refused) = (FIRST_PAUSE, RefusedConnections::new());
        let mut summary = ErrorSummary::default();
        loop {
            // While a graph's inbox is full, no more clients are accepted.
            notifier.event_queue.drained().await;
            let accepted = tokio::select! {
                biased;
                error = refused.report() => {
                    self.clients.past_counters.add_error(true);
                    self.client_errors.add(error.kind);
                    notifier.report(&error);
                    continue;
                }
                errors = summary.next(&self.client_errors) => {
                    self.log.info(|| format!("errors of clients in the last minute: {errors}"));
                    continue;
                }
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, remote)) => {
                    pause = FIRST_PAUSE;
                    match self.handshake_limit.acquire(remote) {
                        Ok(permit) => self.spawn_client(stream, remote, permit, stops.clone()),
                        Err(why) => refused.add(why),
                    }
                }
                Err(error) => {
                    let message = format!("cannot accept a client: {error}; trying again");
                    notifier.report_failure(
                        &Error::new(ErrorKind::Accept, message),
                        &self.clients.past_counters,
                    );
                    sleep(pause).await;
                    pause = (pause * 2).min(LAST_PAUSE);
                }
            }
        }
    }

    fn spawn_client(
        self: &Arc<Self>,
        stream: TcpStream,
        remote: SocketAddr,
        permit: HandshakePermit,
        stops: watch::Receiver<()>,
    ) {
        // Fails only when the program ends; the client then sees its connection end.
        let _ = self.tasks.spawn(self.clone().serve(stream, remote, permit, stops));
    }

    /// Returns when the server must stop.
    async fn stop_requested(&self) {
        while self.state.get() != State::Closing {
            self.stopped.notified().await;
        }
    }

    /// Closes every client and waits until all have disconnected or were aborted.
    async fn close_clients(&self) {
        let requested = self.close.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.clients.close_all(&requested.unwrap_or_else(|| close_frame(GOING_AWAY, "")));
        let within = self.settings.stop_timeout_ms;
        if timeout(Duration::from_millis(within), self.clients.wait_until_empty()).await.is_err() {
            let left = self.clients.cut_all();
            let why = format!("had not closed after {within} ms (`stop_timeout_ms`)");
            self.log.info(|| format!("{left} clients {why} and were disconnected"));
            self.clients.wait_until_empty().await;
        }
    }
}
