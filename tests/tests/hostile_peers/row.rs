use crate::peer::Peer;
use crate::program::Side;
use crate::reading::PeerSees;
use serde_json::{Value as Json, json};
use std::fmt::Debug;

/// The default limit of memory growth in bytes: buffers of a connection and what the allocator
/// keeps.
pub(crate) const DEFAULT_GROWTH: u64 = 2 << 20;

/// What a peer does on its connection.
pub(crate) type Act = Box<dyn Fn(&mut Peer) + Send>;

/// Peers that misbehave in the same way, and the expected outcome.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Settings of the connection or server, besides those that every row has.
    pub(crate) settings: Json,
    /// Whether the peer starts after a correct opening handshake.
    pub(crate) is_open: bool,
    /// The variants of what it does; each runs on its own connection.
    pub(crate) acts: Vec<(String, Act)>,
    pub(crate) outcome: Outcome,
    /// The limit of the program's memory growth in bytes.
    pub(crate) growth: u64,
    /// Whether some of the program's sends fail.
    pub(crate) has_failed_sends: bool,
}

/// The expected outcome for a peer.
pub(crate) struct Outcome {
    /// The kind of On WebSocket Error, if it fires.
    pub(crate) kind: Option<&'static str>,
    /// What the peer observes at the end.
    pub(crate) seen: PeerSees,
    /// The outputs of On WebSocket Stop (or Disconnect), if the connection was open.
    pub(crate) stop: Option<String>,
}

impl Row {
    /// A row whose peers start with the opening handshake.
    pub(crate) fn before_handshake(name: &'static str, outcome: Outcome) -> Self {
        let (settings, acts) = (json!({}), Vec::new());
        Self {
            name,
            settings,
            is_open: false,
            acts,
            outcome,
            growth: DEFAULT_GROWTH,
            has_failed_sends: false,
        }
    }

    /// A row whose peers start after the opening handshake.
    pub(crate) fn after_handshake(name: &'static str, outcome: Outcome) -> Self {
        Self { is_open: true, ..Self::before_handshake(name, outcome) }
    }

    /// The same with settings.
    pub(crate) fn with(self, settings: Json) -> Self {
        Self { settings, ..self }
    }

    /// The same with this limit of memory growth in bytes.
    pub(crate) fn with_memory_growth(self, growth: u64) -> Self {
        Self { growth, ..self }
    }

    /// The same where some of the program's sends fail.
    pub(crate) fn with_failed_sends(self) -> Self {
        Self { has_failed_sends: true, ..self }
    }

    /// Adds a variant.
    pub(crate) fn attempt(mut self, act: impl Fn(&mut Peer) + Send + 'static) -> Self {
        let way = format!("way {}", self.acts.len() + 1);
        self.acts.push((way, Box::new(act)));
        self
    }

    /// Adds a variant for each of these values.
    pub(crate) fn attempts<T: Debug + Send + 'static>(
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
        let seen = if side == Side::Server { PeerSees::Status(status) } else { PeerSees::End };
        Self { kind: Some(kind), seen, stop: None }
    }

    /// The program fails the connection with this code.
    pub(crate) fn failed(kind: &'static str, code: u16) -> Self {
        let stop = stopped(code, false, false);
        Self { kind: Some(kind), seen: PeerSees::Close(Some(code)), stop }
    }

    /// The connection is lost.
    pub(crate) fn lost(seen: PeerSees) -> Self {
        Self { kind: Some("lost"), seen, stop: stopped(1006, false, false) }
    }

    /// The connection is lost before it is open.
    pub(crate) fn lost_early() -> Self {
        Self { stop: None, ..Self::lost(PeerSees::Nothing) }
    }

    /// The peer closes without a failure.
    pub(crate) fn closed(code: u16) -> Self {
        Self { kind: None, seen: PeerSees::Close(Some(code)), stop: stopped(code, true, false) }
    }

    /// The program closes with 1000; how the peer leaves does not matter.
    pub(crate) fn closed_by_program(code: u16, was_clean: bool, seen: PeerSees) -> Self {
        Self { kind: None, seen, stop: stopped(code, was_clean, true) }
    }

    /// The same, where the peer sees something else.
    pub(crate) fn seeing(self, seen: PeerSees) -> Self {
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
