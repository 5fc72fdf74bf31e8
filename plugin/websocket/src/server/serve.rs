//! One client of a server, from its first byte to its last.

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

/// How long a client that is turned away may take to read why.
const REFUSAL_TIMEOUT: Duration = Duration::from_secs(1);

/// The part of a task that stays as long as a client.
type Stay = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Server {
    /// The task of one client. `stops` ends when the server does.
    ///
    /// Its two parts have memory of their own: what the handshake needs does not stay with an idle client.
    pub(super) fn serve(
        self: Arc<Self>,
        tcp: TcpStream,
        remote: SocketAddr,
        permit: HandshakePermit,
        stops: watch::Receiver<()>,
    ) -> impl Future<Output = ()> + Send {
        let met = Box::pin(self.meet(tcp, remote, permit, stops));
        async move {
            if let Some(stay) = met.await {
                stay.await;
            }
        }
    }

    /// The handshake, and what comes next when there is a client behind it.
    async fn meet(
        self: Arc<Self>,
        tcp: TcpStream,
        remote: SocketAddr,
        _entry: HandshakePermit,
        mut stops: watch::Receiver<()>,
    ) -> Option<Stay> {
        let (stream, received) = tokio::select! {
            biased;
            // No Connect was told of this client, so it just sees its connection end.
            _ = stops.changed() => return None,
            received = self.receive(tcp, remote) => received,
        };
        match (stream, received) {
            (Some(stream), Ok(admitted)) => return Some(self.stay(stream, remote, admitted)),
            (stream, Err(refusal)) => self.refuse(stream, remote, refusal).await,
            (None, Ok(_)) => {}
        }
        None
    }

    async fn refuse(&self, stream: Option<Stream>, remote: SocketAddr, refusal: Refusal) {
        if let Some(mut stream) = stream {
            // Whoever does not want to know why is cut off.
            let _ = timeout(REFUSAL_TIMEOUT, refusal.reply.send(&mut stream)).await;
        }
        let Some(error) = refusal.error else {
            return self.log.debug(|| format!("{remote} got {}", refusal.reply.status));
        };
        let mut notifier = self.notifier();
        notifier.report_failure(&error.at(&remote), &self.clients.rest);
        notifier.event_queue.drained().await;
    }

    fn stay(&self, stream: Stream, remote: SocketAddr, admitted: AcceptedClient) -> Stay {
        let (slot, mut session, opened) = self.welcome(stream, remote, admitted);
        Box::pin(async move {
            let close_event = connection::run(opened, &mut session).await;
            session.handle.state.set(State::Closed);
            session.notifier.log.info(|| close_event.to_string());
            session
                .notifier
                .emit(Topic::Disconnect, &outputs::disconnect(&slot.id(), &close_event));
            session.notifier.event_queue.drained().await;
        })
    }

    /// Tells that a client is there. What its request said is not kept while it stays.
    fn welcome(
        &self,
        stream: Stream,
        remote: SocketAddr,
        admitted: AcceptedClient,
    ) -> (ClientSlot, Session, OpenedStream) {
        let AcceptedClient { slot, tail, compression, event } = admitted;
        let log = self.log.for_client(&slot.id());
        let notifier = Notifier::new(self.listeners.snapshot(), log, Some(slot.id()));
        let mut session = Session::new(slot.handle.clone(), notifier, slot.route.policy.clone());
        // When it fails the server is stopping, and the Close frame waits in the outbox.
        session.handle.open();
        session.notifier.log.info(|| format!("connected from {remote}"));
        session.notifier.emit(Topic::Connect, &event);
        (slot, session, OpenedStream { stream, tail, role: Role::Server, compression })
    }
}
