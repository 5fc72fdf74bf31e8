//! The task of a server: listening, accepting clients, stopping.

use super::Server;
use super::handshake_limit::{HandshakePermit, RefusedConnections};
use crate::error::{Error, ErrorKind};
use crate::events::{Notifier, Topic, outputs};
use crate::protocol::close::{GOING_AWAY, StopCause, close_frame};
use crate::runtime::State;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// The first and the longest delay before accepting clients again after the system failed to.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LAST_PAUSE: Duration = Duration::from_secs(1);

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
        match self.bind().await {
            Ok((listener, address)) if self.state.change(State::Starting, State::Open) => {
                self.report_start(address, &mut notifier);
                tokio::select! {
                    biased;
                    () = self.stop_requested() => {}
                    () = self.accept_clients(listener, &mut notifier) => {}
                }
                self.close_clients().await;
            }
            Ok(_) => {}
            Err(error) => {
                self.lifecycle.set_ended(&self.state);
                notifier.report_failure(&error, &self.clients.past_counters);
                return notifier.event_queue.drained().await;
            }
        }
        self.lifecycle.set_ended(&self.state);
        self.log.info(|| "stopped".to_owned());
        let cause = StopCause::Stop.or_ending(self.is_shut_down());
        notifier.emit(Topic::Stop, &outputs::server_stop(cause));
        notifier.event_queue.drained().await;
    }

    async fn bind(&self) -> Result<(TcpListener, SocketAddr), Error> {
        if let Some(tls) = &self.tls {
            tls.refresh()?;
        }
        let (host, port) = (self.settings.host.as_str(), self.settings.port);
        let bound = async {
            let listener = TcpListener::bind((host, port)).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        bound.await.map_err(|error: io::Error| {
            let help = "is another program listening there?";
            Error::new(
                ErrorKind::Listen,
                format!("cannot listen on {host} port {port}: {error}; {help}"),
            )
        })
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
        loop {
            // While a graph's inbox is full, no more clients are accepted.
            notifier.event_queue.drained().await;
            let accepted = tokio::select! {
                biased;
                error = refused.report() => {
                    notifier.report_failure(&error, &self.clients.past_counters);
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
            self.log.warn(|| format!("{left} clients {why} and were disconnected"));
            self.clients.wait_until_empty().await;
        }
    }
}
