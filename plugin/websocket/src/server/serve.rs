//! The task of one client of a server.

use super::Server;
use super::admission::ClientSlot;
use super::handshake::AcceptedClient;
use super::handshake_limit::HandshakePermit;
use crate::connection::{self, OpenedStream, Session};
use crate::events::{Notifier, Topic, outputs};
use crate::protocol::handshake::Refusal;
use crate::runtime::State;
use crate::transport::Stream;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use tungstenite::protocol::Role;

/// How long a rejected client has to read the response.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(1);

/// The future that lives as long as the client.
type ClientTask = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Server {
    /// The task of one client. `stops` ends when the server stops.
    ///
    /// Its two parts are boxed separately, so that an idle client does not hold the memory of the handshake.
    pub(super) fn serve(
        self: Arc<Self>,
        tcp: TcpStream,
        remote: SocketAddr,
        permit: HandshakePermit,
        stops: watch::Receiver<()>,
    ) -> impl Future<Output = ()> + Send {
        let handshake = Box::pin(self.run_handshake(tcp, remote, permit, stops));
        async move {
            if let Some(task) = handshake.await {
                task.await;
            }
        }
    }

    /// Performs the handshake; returns the future of the connected client, if any.
    async fn run_handshake(
        self: Arc<Self>,
        tcp: TcpStream,
        remote: SocketAddr,
        _permit: HandshakePermit,
        mut stops: watch::Receiver<()>,
    ) -> Option<ClientTask> {
        let (stream, received) = tokio::select! {
            biased;
            // No Connect was reported for this client, so it only sees its connection end.
            _ = stops.changed() => return None,
            received = self.accept_handshake(tcp, remote) => received,
        };
        match (stream, received) {
            (Some(stream), Ok(admitted)) => {
                return Some(self.client_task(stream, remote, admitted));
            }
            (stream, Err(refusal)) => self.refuse(stream, remote, refusal).await,
            (None, Ok(_)) => {}
        }
        None
    }

    async fn refuse(&self, stream: Option<Stream>, remote: SocketAddr, refusal: Refusal) {
        if let Some(mut stream) = stream {
            // A client that does not read the response is disconnected.
            let _ = timeout(REFUSAL_TIMEOUT, refusal.reply.send(&mut stream)).await;
        }
        let Some(error) = &refusal.error else {
            return self.client_log.debug(|| format!("{remote} got {}", refusal.reply.status));
        };
        let mut notifier = match refusal.is_own_failure() {
            true => self.notifier(),
            false => self.client_notifier(),
        };
        notifier.report_failure(&error.clone().at(&remote), &self.clients.past_counters);
        notifier.event_queue.drained().await;
    }

    fn client_task(
        self: &Arc<Self>,
        stream: Stream,
        remote: SocketAddr,
        admitted: AcceptedClient,
    ) -> ClientTask {
        let (slot, mut session, opened) = self.open_session(stream, remote, admitted);
        let server = self.clone();
        Box::pin(async move {
            let close_event = connection::run(opened, &mut session).await;
            session.handle.state.set(State::Closed);
            session.notifier.log.info(|| close_event.to_string());
            let cause = close_event.cause.or_ending(server.is_shut_down());
            let event = outputs::disconnect(&slot.id(), &close_event, cause);
            session.notifier.emit(Topic::Disconnect, &event);
            session.notifier.event_queue.drained().await;
        })
    }

    /// Reports that a client is connected. The content of its request is not kept.
    fn open_session(
        &self,
        stream: Stream,
        remote: SocketAddr,
        admitted: AcceptedClient,
    ) -> (ClientSlot, Session, OpenedStream) {
        let AcceptedClient { slot, tail, compression, event } = admitted;
        let log = self.client_log.for_client(&slot.id());
        let notifier = Notifier::new(self.listeners.snapshot(), log, Some(slot.id()))
            .of_clients(self.client_errors.clone());
        let mut session = Session::new(slot.handle.clone(), notifier, slot.route.policy.clone());
        // Fails if the server is stopping; the Close frame waits in the outbox then.
        session.handle.open();
        session.notifier.log.debug(|| format!("connected from {remote}"));
        session.notifier.emit(Topic::Connect, &event);
        (slot, session, OpenedStream { stream, tail, role: Role::Server, compression })
    }
}
