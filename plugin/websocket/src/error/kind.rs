use std::fmt;

/// What went wrong on a connection or server: the closed list that On WebSocket Error gives as `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The host name has no address.
    Resolve,
    /// Nothing listens at the address.
    Refused,
    /// The address cannot be reached.
    Connect,
    /// The proxy does not let us through.
    Proxy,
    /// The server sent us elsewhere, and we do not follow.
    Redirect,
    /// A file with credentials, or what `${…}` stands for now, cannot be used.
    Credentials,
    /// Connecting or the handshake took too long.
    Timeout,
    /// TLS could not be agreed on, or a certificate was refused.
    Tls,
    /// The other side did not answer as a WebSocket endpoint.
    Handshake,
    /// Both sides have no subprotocol in common.
    Subprotocol,
    /// The other side broke RFC 6455.
    Protocol,
    /// What should be text is not UTF-8.
    Utf8,
    /// A message is larger than the settings allow.
    TooLarge,
    /// A frame is larger than the settings allow.
    FrameTooLarge,
    /// A message has more fragments than the settings allow.
    TooManyFragments,
    /// The head of the handshake is longer than the settings allow.
    HandshakeTooLarge,
    /// The other side vanished without a closing handshake.
    Lost,
    /// The other side is silent: no answer to what keeps the connection alive.
    KeepAlive,
    /// Messages were thrown away because too many waited, as the settings say.
    Dropped,
    /// The operating system reports another failure.
    Io,
    /// The server cannot listen at its address.
    Listen,
    /// The server cannot take a new connection.
    Accept,
    /// The server has as many clients as its settings allow.
    Full,
    /// A web page came from where the server's settings do not allow it.
    Origin,
}

impl ErrorKind {
    /// Every kind, in the order in which they are documented.
    pub const ALL: [Self; 24] = [
        Self::Resolve,
        Self::Refused,
        Self::Connect,
        Self::Proxy,
        Self::Redirect,
        Self::Credentials,
        Self::Timeout,
        Self::Tls,
        Self::Handshake,
        Self::Subprotocol,
        Self::Protocol,
        Self::Utf8,
        Self::TooLarge,
        Self::FrameTooLarge,
        Self::TooManyFragments,
        Self::HandshakeTooLarge,
        Self::Lost,
        Self::KeepAlive,
        Self::Dropped,
        Self::Io,
        Self::Listen,
        Self::Accept,
        Self::Full,
        Self::Origin,
    ];

    /// The kinds of a client connection.
    pub const OF_CLIENTS: &'static [Self] = Self::ALL.split_at(20).0;

    /// The kinds of a server.
    pub const OF_SERVERS: &'static [Self] = Self::ALL.split_at(6).1;

    /// The word that graphs compare with.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry().0
    }

    /// What it means, for people.
    #[must_use]
    pub const fn doc(self) -> &'static str {
        self.entry().1
    }

    /// A documented list of these kinds, for the doc of a node.
    #[must_use]
    pub fn list(kinds: &[Self]) -> String {
        let lines = kinds.iter().map(|kind| format!("{kind}: {}", kind.doc()));
        lines.collect::<Vec<_>>().join(" · ")
    }

    /// The one place where kinds are named and documented: a table, however long it grows.
    #[allow(clippy::too_many_lines)]
    const fn entry(self) -> (&'static str, &'static str) {
        match self {
            Self::Resolve => ("resolve", "the host name has no address"),
            Self::Refused => ("refused", "nothing listens at the address"),
            Self::Connect => ("connect", "the address cannot be reached"),
            Self::Proxy => ("proxy", "the proxy does not let us through"),
            Self::Redirect => ("redirect", "the server sent us elsewhere, beyond `max_redirects`"),
            Self::Credentials => (
                "credentials",
                "a file with credentials, or what `${…}` stands for now, cannot be used",
            ),
            Self::Tls => ("tls", "TLS could not be agreed on, or a certificate was refused"),
            Self::Timeout => ("timeout", "connecting and the handshake took too long"),
            Self::Handshake => {
                ("handshake", "the other side did not answer as a WebSocket endpoint")
            }
            Self::Subprotocol => (
                "subprotocol",
                "the server chose a subprotocol that was not asked for, or a client asked for none of those \
                 that must be",
            ),
            Self::Protocol => ("protocol", "the other side broke RFC 6455; closed with 1002"),
            Self::Utf8 => (
                "utf8",
                "a text message is not UTF-8, closed with 1007; or a binary message that should be \
                 given as a String is not, and the connection stays open",
            ),
            Self::TooLarge => ("too_large", "a message over the limit came in; closed with 1009"),
            Self::FrameTooLarge => ("frame_too_large", "a frame over the limit; closed with 1009"),
            Self::TooManyFragments => (
                "too_many_fragments",
                "a message with more fragments than the limit came in; closed with 1008",
            ),
            Self::HandshakeTooLarge => ("handshake_too_large", "a handshake over the limit"),
            Self::Lost => ("lost", "the other side vanished without a closing handshake"),
            Self::KeepAlive => {
                ("keepalive", "the other side is silent: `keep_alive` got no answer in time")
            }
            Self::Dropped => (
                "dropped",
                "messages were thrown away because too many waited, as `when_full` says; told at \
                 most once a second, and not counted as an error",
            ),
            Self::Io => ("io", "the operating system reported another failure"),
            Self::Listen => ("listen", "the server cannot listen at its address"),
            Self::Accept => ("accept", "the server cannot take a new connection; it tries again"),
            Self::Full => (
                "full",
                "a client was turned away: there are `max_clients` or `max_clients_per_address` already; or \
                 connections were closed at once because `max_handshakes` are under way",
            ),
            Self::Origin => ("origin", "a web page was turned away because of where it came from"),
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_the_kinds_it_can_meet() {
        assert_eq!(ErrorKind::OF_CLIENTS.last(), Some(&ErrorKind::Io));
        assert_eq!(ErrorKind::OF_SERVERS.first(), Some(&ErrorKind::Timeout));
        assert!(
            ErrorKind::list(&ErrorKind::ALL)
                .starts_with("resolve: the host name has no address · ")
        );
    }
}
