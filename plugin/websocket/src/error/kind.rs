use std::fmt;

/// What went wrong on a connection or server: the values of `kind` in On WebSocket Error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The host name has no address.
    Resolve,
    /// Nothing listens at the address.
    Refused,
    /// The address cannot be reached.
    Connect,
    /// The proxy refused the connection or could not be used.
    Proxy,
    /// The server redirected the client, and the redirect was not followed.
    Redirect,
    /// A file with credentials or a `${…}` placeholder cannot be used.
    Credentials,
    /// Connecting or the handshake took too long.
    Timeout,
    /// The TLS handshake failed, or a certificate was rejected.
    Tls,
    /// The peer did not answer as a WebSocket endpoint.
    Handshake,
    /// The two sides have no subprotocol in common.
    Subprotocol,
    /// The peer violated RFC 6455.
    Protocol,
    /// A text is not valid UTF-8.
    Utf8,
    /// A message is larger than the settings allow.
    TooLarge,
    /// A frame is larger than the settings allow.
    FrameTooLarge,
    /// A message has more fragments than the settings allow.
    TooManyFragments,
    /// The header section of the handshake is larger than the settings allow.
    HandshakeTooLarge,
    /// The peer disconnected without a closing handshake.
    Lost,
    /// The peer is silent: a keep-alive Ping or message was not answered.
    KeepAlive,
    /// Messages were dropped because a queue was full.
    Dropped,
    /// Another failure reported by the operating system.
    Io,
    /// The server cannot listen at its address.
    Listen,
    /// The server cannot accept a new connection.
    Accept,
    /// The server has reached a limit on clients.
    Full,
    /// The settings do not allow the origin of a web page.
    Origin,
}

impl ErrorKind {
    /// Every kind, in the order of the documentation.
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

    /// The stable name, for graphs to compare.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry().0
    }

    /// The meaning, for people.
    #[must_use]
    pub const fn doc(self) -> &'static str {
        self.entry().1
    }

    /// Returns a documented list of these kinds, for the doc of a node.
    #[must_use]
    pub fn list(kinds: &[Self]) -> String {
        let lines = kinds.iter().map(|kind| format!("{kind}: {}", kind.doc()));
        lines.collect::<Vec<_>>().join(" · ")
    }

    /// The one place where kinds are named and documented; a table, so it may be long.
    #[allow(clippy::too_many_lines)]
    const fn entry(self) -> (&'static str, &'static str) {
        match self {
            Self::Resolve => ("resolve", "the host name has no address"),
            Self::Refused => ("refused", "nothing listens at the address"),
            Self::Connect => ("connect", "the address cannot be reached"),
            Self::Proxy => ("proxy", "the proxy refused the connection or could not be used"),
            Self::Redirect => (
                "redirect",
                "the server sent a redirect that was not followed, see `max_redirects`",
            ),
            Self::Credentials => {
                ("credentials", "a file with credentials or a `${…}` placeholder cannot be used")
            }
            Self::Tls => ("tls", "the TLS handshake failed, or a certificate was rejected"),
            Self::Timeout => ("timeout", "connecting and the handshake took too long"),
            Self::Handshake => ("handshake", "the peer did not answer as a WebSocket endpoint"),
            Self::Subprotocol => (
                "subprotocol",
                "the server chose a subprotocol that was not offered, or a client offered none of the required ones",
            ),
            Self::Protocol => ("protocol", "the peer violated RFC 6455; closed with 1002"),
            Self::Utf8 => (
                "utf8",
                "a text message is not valid UTF-8, closed with 1007; or a binary message to be output as a \
                   String is not, and the connection stays open",
            ),
            Self::TooLarge => {
                ("too_large", "an incoming message exceeds the limit; closed with 1009")
            }
            Self::FrameTooLarge => {
                ("frame_too_large", "an incoming frame exceeds the limit; closed with 1009")
            }
            Self::TooManyFragments => (
                "too_many_fragments",
                "an incoming message has more fragments than the limit; closed with 1008",
            ),
            Self::HandshakeTooLarge => ("handshake_too_large", "the handshake exceeds the limit"),
            Self::Lost => ("lost", "the peer disconnected without a closing handshake"),
            Self::KeepAlive => {
                ("keepalive", "the peer is silent: `keep_alive` got no answer in time")
            }
            Self::Dropped => (
                "dropped",
                "messages were dropped because a queue was full, as `when_full` says; reported at most once a \
                   second, and not counted as an error",
            ),
            Self::Io => ("io", "another failure reported by the operating system"),
            Self::Listen => ("listen", "the server cannot listen at its address"),
            Self::Accept => ("accept", "the server cannot accept a new connection; it tries again"),
            Self::Full => (
                "full",
                "a client was rejected because of `max_clients` or `max_clients_per_address`; or connections were \
                   closed at once because of `max_handshakes`",
            ),
            Self::Origin => ("origin", "a web page was rejected because of its origin"),
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
    fn clients_and_servers_have_their_own_kinds() {
        assert_eq!(ErrorKind::OF_CLIENTS.last(), Some(&ErrorKind::Io));
        assert_eq!(ErrorKind::OF_SERVERS.first(), Some(&ErrorKind::Timeout));
        assert!(
            ErrorKind::list(&ErrorKind::ALL)
                .starts_with("resolve: the host name has no address · ")
        );
    }
}
