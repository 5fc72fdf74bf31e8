//! One open connection, of a client or of a server: the task that reads, lets the graphs run, and writes.

mod closing;
mod handle;
mod idle_message;
mod keep_alive;
mod pending_pings;
mod policy;
mod session;
mod turn;
mod write;

pub(crate) use handle::ConnectionHandle;
pub(crate) use policy::ConnectionPolicy;
pub(crate) use session::Session;

use crate::error::Error;
use crate::events::{Attempt, Counts};
use crate::protocol::close::{CloseEvent, CloseHandshake};
use crate::protocol::deflate::NegotiatedDeflate;
use crate::protocol::frames::{Socket, SocketConfig};
use crate::queue::Outgoing;
use crate::runtime::Timer;
use crate::transport::{PolledStream, Stream};
use keep_alive::KeepAliveMonitor;
use pending_pings::PendingPings;
use std::future::{Future, poll_fn};
use std::vec::IntoIter;
use tungstenite::protocol::Role;
use write::Writing;

/// An open connection and how far it got.
pub(crate) struct Connection<'a> {
    socket: Socket<PolledStream>,
    session: &'a mut Session,
    writing: Writing,
    /// What goes out before anything else.
    opening: IntoIter<Outgoing>,
    pings: PendingPings,
    /// What keeps it alive, where the settings want that.
    alive: Option<Box<KeepAliveMonitor>>,
    /// Reading waits; set while the socket takes nothing.
    pause: Option<Timer>,
    closing: CloseHandshake,
    /// When the closing handshake has taken too long; set when it begins.
    deadline: Option<Timer>,
    /// Both Close frames are through; the other side has yet to close the stream.
    lingers: bool,
    counts: Counts,
}

/// A stream after its handshake.
#[derive(Debug)]
pub(crate) struct OpenedStream {
    pub(crate) stream: Stream,
    /// What came behind the other side's handshake.
    pub(crate) tail: Vec<u8>,
    pub(crate) role: Role,
    /// The compression that both sides agreed on.
    pub(crate) compression: Option<NegotiatedDeflate>,
}

impl OpenedStream {
    fn into_socket(self, policy: &ConnectionPolicy) -> Socket<PolledStream> {
        let Self { stream, tail, role, compression } = self;
        let fragment = policy.fragment.unwrap_or(usize::MAX);
        let config = SocketConfig { role, limits: policy.limits, fragment, compression, tail };
        Socket::new(PolledStream::new(stream), config)
    }
}

impl<'a> Connection<'a> {
    pub(crate) fn new(opened: OpenedStream, session: &'a mut Session) -> Self {
        Self {
            socket: opened.into_socket(&session.policy),
            writing: Writing::Free,
            opening: session.policy.on_open.clone().into_iter(),
            pings: PendingPings::default(),
            alive: KeepAliveMonitor::new(&session.policy),
            session,
            pause: None,
            closing: CloseHandshake::default(),
            deadline: None,
            lingers: false,
            counts: Counts::default(),
        }
    }

    /// Runs it until it is over, and says what has failed, if anything did. [`finish`](Self::finish) comes next.
    pub(crate) async fn run(&mut self) -> Option<Error> {
        let end = poll_fn(|context| self.turn(context)).await;
        self.over(end)
    }

    /// How far the closing handshake got.
    pub(crate) fn closing(&self) -> &CloseHandshake {
        &self.closing
    }

    /// Says to the graphs which attempt it was and whether another comes.
    pub(crate) fn set_attempt(&mut self, attempt: Attempt) {
        self.session.notifier.attempt = attempt;
    }
}

/// Runs an open connection until its end. Errors are told to the graphs; the end is for the caller to tell.
///
/// What the end needs has memory of its own, so that an idle connection does without.
pub(crate) fn run(
    opened: OpenedStream,
    session: &mut Session,
) -> impl Future<Output = CloseEvent> + Send {
    let mut connection = Connection::new(opened, session);
    async move {
        let error = connection.run().await;
        Box::pin(connection.finish(error)).await
    }
}
