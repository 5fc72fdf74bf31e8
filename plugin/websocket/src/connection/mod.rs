//! One open connection, of a client or of a server: the task that reads, lets the graphs run, and writes.

mod alive;
mod finish;
mod idle;
mod pings;
mod turn;
mod write;

use crate::close::{Closing, Ending};
use crate::conduct::Conduct;
use crate::counters::Tally;
use crate::deflate::Agreed;
use crate::error::Error;
use crate::frames::{Config, Socket};
use crate::message::Outgoing;
use crate::reconnect::Attempt;
use crate::session::Session;
use crate::stream::Stream;
use crate::timer::Timer;
use crate::wire::Wire;
use alive::Alive;
use pings::Pings;
use std::future::{Future, poll_fn};
use std::vec::IntoIter;
use tungstenite::protocol::Role;
use write::Writing;

/// An open connection and how far it got.
pub(crate) struct Connection<'a> {
    socket: Socket<Wire>,
    session: &'a mut Session,
    writing: Writing,
    /// What goes out before anything else.
    opening: IntoIter<Outgoing>,
    pings: Pings,
    /// What keeps it alive, where the settings want that.
    alive: Option<Box<Alive>>,
    /// Reading waits; set while the socket takes nothing.
    pause: Option<Timer>,
    closing: Closing,
    /// When the closing handshake has taken too long; set when it begins.
    deadline: Option<Timer>,
    /// Both Close frames are through; the other side has yet to close the stream.
    lingers: bool,
    tally: Tally,
}

/// A stream after its handshake.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) stream: Stream,
    /// What came behind the other side's handshake.
    pub(crate) tail: Vec<u8>,
    pub(crate) role: Role,
    /// The compression that both sides agreed on.
    pub(crate) compression: Option<Agreed>,
}

impl Opened {
    fn into_socket(self, conduct: &Conduct) -> Socket<Wire> {
        let Self { stream, tail, role, compression } = self;
        let fragment = conduct.fragment.unwrap_or(usize::MAX);
        let config = Config { role, limits: conduct.limits, fragment, compression, tail };
        Socket::new(Wire::new(stream), config)
    }
}

impl<'a> Connection<'a> {
    pub(crate) fn new(opened: Opened, session: &'a mut Session) -> Self {
        Self {
            socket: opened.into_socket(&session.conduct),
            writing: Writing::Free,
            opening: session.conduct.on_open.clone().into_iter(),
            pings: Pings::default(),
            alive: Alive::new(&session.conduct),
            session,
            pause: None,
            closing: Closing::default(),
            deadline: None,
            lingers: false,
            tally: Tally::default(),
        }
    }

    /// Runs it until it is over, and says what has failed, if anything did. [`finish`](Self::finish) comes next.
    pub(crate) async fn run(&mut self) -> Option<Error> {
        let end = poll_fn(|context| self.turn(context)).await;
        self.over(end)
    }

    /// How far the closing handshake got.
    pub(crate) fn closing(&self) -> &Closing {
        &self.closing
    }

    /// Says to the graphs which attempt it was and whether another comes.
    pub(crate) fn set_attempt(&mut self, attempt: Attempt) {
        self.session.herald.attempt = attempt;
    }
}

/// Runs an open connection until its end. Errors are told to the graphs; the end is for the caller to tell.
///
/// What the end needs has memory of its own, so that an idle connection does without.
pub(crate) fn run(opened: Opened, session: &mut Session) -> impl Future<Output = Ending> + Send {
    let mut connection = Connection::new(opened, session);
    async move {
        let error = connection.run().await;
        Box::pin(connection.finish(error)).await
    }
}
