use crate::hearing::Seen;
use crate::peer::Peer;
use crate::program::Side;
use serde_json::{Value as Json, json};
use std::fmt::Debug;

/// What memory may grow by where a peer gives no reason for more: buffers of a connection and what the allocator
/// keeps, in bytes.
pub(crate) const LITTLE: u64 = 2 << 20;

/// What a peer does on its connection.
pub(crate) type Act = Box<dyn Fn(&mut Peer) + Send>;

/// Peers that misbehave in the same sense, and what comes of each.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Settings of the connection or server, besides those that every row has.
    pub(crate) settings: Json,
    /// The peer begins behind a proper opening handshake.
    pub(crate) is_open: bool,
    /// What it does, in one way after the other; each has a connection of its own.
    pub(crate) acts: Vec<(String, Act)>,
    pub(crate) outcome: Outcome,
    /// By how many bytes the program's memory may grow at most.
    pub(crate) growth: u64,
    /// The program cannot send all that it wants to.
    pub(crate) loses: bool,
}

/// What comes of a peer.
pub(crate) struct Outcome {
    /// What On WebSocket Error tells, if it fires.
    pub(crate) kind: Option<&'static str>,
    /// What the peer sees.
    pub(crate) seen: Seen,
    /// What On WebSocket Stop (or Disconnect) tells, if the connection was open.
    pub(crate) stop: Option<String>,
}

impl Row {
    /// Peers that begin with the opening handshake.
    pub(crate) fn of_handshake(name: &'static str, outcome: Outcome) -> Self {
        let (settings, acts) = (json!({}), Vec::new());
        Self { name, settings, is_open: false, acts, outcome, growth: LITTLE, loses: false }
    }

    /// Peers that begin behind the opening handshake.
    pub(crate) fn of_open(name: &'static str, outcome: Outcome) -> Self {
        Self { is_open: true, ..Self::of_handshake(name, outcome) }
    }

    /// The same with settings.
    pub(crate) fn with(self, settings: Json) -> Self {
        Self { settings, ..self }
    }

    /// The same where memory may grow by so many bytes.
    pub(crate) fn growing(self, growth: u64) -> Self {
        Self { growth, ..self }
    }

    /// The same where the program cannot send all that it wants to.
    pub(crate) fn losing(self) -> Self {
        Self { loses: true, ..self }
    }

    /// Another way to misbehave.
    pub(crate) fn does(mut self, act: impl Fn(&mut Peer) + Send + 'static) -> Self {
        let way = format!("way {}", self.acts.len() + 1);
        self.acts.push((way, Box::new(act)));
        self
    }

    /// A way for each of these values.
    pub(crate) fn each<T: Debug + Send + 'static>(
        mut self,
        values: impl IntoIterator<Item = T>,
        act: impl Fn(&mut Peer, &T) + Clone + Send + 'static,
    ) -> Self {
        let way = |value: T| {
            let act = act.clone();
            (format!("{value:02x?}"), Box::new(move |peer: &mut Peer| act(peer, &value)) as Act)
        };
        self.acts.extend(values.into_iter().map(way));
        self
    }
}

impl Outcome {
    /// The handshake fails: a client gets this status, a server the end of its connection.
    pub(crate) fn refused(side: Side, kind: &'static str, status: u16) -> Self {
        let seen = if side == Side::Server { Seen::Status(status) } else { Seen::End };
        Self { kind: Some(kind), seen, stop: None }
    }

    /// The connection is failed with this code.
    pub(crate) fn failed(kind: &'static str, code: u16) -> Self {
        let stop = stopped(code, false, false);
        Self { kind: Some(kind), seen: Seen::Close(Some(code)), stop }
    }

    /// The peer is lost.
    pub(crate) fn lost(seen: Seen) -> Self {
        Self { kind: Some("lost"), seen, stop: stopped(1006, false, false) }
    }

    /// The peer was lost before the connection was open.
    pub(crate) fn lost_early() -> Self {
        Self { stop: None, ..Self::lost(Seen::Nothing) }
    }

    /// The peer has closed, and that was no failure.
    pub(crate) fn closed(code: u16) -> Self {
        Self { kind: None, seen: Seen::Close(Some(code)), stop: stopped(code, true, false) }
    }

    /// The program has closed with 1000, and it does not matter how the peer went.
    pub(crate) fn closed_by_program(code: u16, was_clean: bool, seen: Seen) -> Self {
        Self { kind: None, seen, stop: stopped(code, was_clean, true) }
    }

    /// The same, where the peer sees something else.
    pub(crate) fn seeing(self, seen: Seen) -> Self {
        Self { seen, ..self }
    }

    /// What the program prints.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let error = self.kind.map(|kind| format!("error {kind}"));
        error.into_iter().chain(self.stop.clone())
    }
}

fn stopped(code: u16, was_clean: bool, by_me: bool) -> Option<String> {
    Some(format!("stopped {code} clean={was_clean} by_me={by_me}"))
}
