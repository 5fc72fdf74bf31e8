//! The task of an open connection, of a client or of a server: it reads, runs the graphs and writes.
//!
//! | file | content |
//! | --- | --- |
//! | `turn`, `write` | a turn: reading and writing |
//! | `keep_alive`, `idle_message`, `pending_pings` | Pings and idle messages |
//! | `closing` | the end: reports, Close frame, last reads |
//! | `session` | what the task needs besides the socket |
//! | `handle` | what the task shares with nodes |
//! | `policy` | the settings, converted |
//! | `retries` | the number of attempts to connect or listen, and the delay before the next one |

mod closing;
mod handle;
mod idle_message;
mod keep_alive;
mod pending_pings;
mod policy;
mod retries;
mod session;
mod turn;
mod write;

pub(crate) use handle::ConnectionHandle;
pub(crate) use policy::ConnectionPolicy;
pub(crate) use retries::{AttemptOutcome, Retries};
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

/// An open connection and its progress.
pub(crate) struct Connection<'a> {
    socket: Socket<PolledStream>,
    session: &'a mut Session,
    writing: Writing,
    /// The messages that go out first.
    opening: IntoIter<Outgoing>,
    pings: PendingPings,
    /// Keep-alive, if the settings want it.
    keep_alive: Option<Box<KeepAliveMonitor>>,
    /// The pause of reading; set while the socket is full.
    pause: Option<Timer>,
    closing: CloseHandshake,
    /// The deadline of the closing handshake; set when it begins.
    deadline: Option<Timer>,
    /// Both Close frames are exchanged; the other side has yet to close the stream.
    lingers: bool,
    counts: Counts,
}

/// A stream after its opening handshake.
#[derive(Debug)]
pub(crate) struct OpenedStream {
    pub(crate) stream: Stream,
    /// Bytes that arrived behind the other side's handshake.
    pub(crate) tail: Vec<u8>,
    pub(crate) role: Role,
    /// The negotiated compression.
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
            writing: Writing::Ready,
            opening: session.policy.on_open.clone().into_iter(),
            pings: PendingPings::default(),
            keep_alive: KeepAliveMonitor::new(&session.policy),
            session,
            pause: None,
            closing: CloseHandshake::default(),
            deadline: None,
            lingers: false,
            counts: Counts::default(),
        }
    }

    /// Runs it to its end; returns what failed, if anything did. [`finish`](Self::finish) comes next.
    pub(crate) async fn run(&mut self) -> Option<Error> {
        let end = poll_fn(|context| self.turn(context)).await;
        self.record_end(end)
    }

    /// The progress of the closing handshake.
    pub(crate) fn closing(&self) -> &CloseHandshake {
        &self.closing
    }

    /// Sets the attempt that events are about.
    pub(crate) fn set_attempt(&mut self, attempt: Attempt) {
        self.session.notifier.attempt = attempt;
    }
}

/// Runs an open connection to its end. Errors are reported to the graphs; the caller reports the end.
///
/// The end has memory of its own, so that an idle connection does without.
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
