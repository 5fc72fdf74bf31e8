use crate::runtime::State;
use pulsewire_plugin::{NodeError, ValueType};

/// The index of the pulse output `failed`.
const FAILED: u32 = 1;

/// Why an action node fires `failed`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ActionError {
    /// Only Strings and Binaries can be sent.
    #[error(
        "the message must be a String or Binary, got {0}; put a Conversion or JSON Stringify before it"
    )]
    WrongType(ValueType),
    /// The connection is not open.
    #[error("the connection is {0}, not open; wait for On WebSocket Start")]
    NotOpen(State),
    /// Too many messages are waiting.
    #[error("{0} messages are waiting to be sent; send slower or raise `send_queue.max_messages`")]
    TooMany(usize),
    /// Too many bytes are waiting.
    #[error(
        "a message of {size} bytes would exceed the limit of {limit} bytes waiting to be sent; send slower or raise \
        `send_queue.max_bytes`"
    )]
    TooLarge { size: usize, limit: usize },
    /// Under the rule `wait` the senders did not wait, since they do not read from a socket.
    #[error(
        "the send queue is far over its limit: {messages} messages of {bytes} bytes are waiting; `when_full` is wait, \
        which slows down incoming messages but not timers and events: send slower"
    )]
    FarOverLimit { messages: usize, bytes: usize },
    /// Too many messages are waiting for the connection.
    #[error(
        "the connection is not open and {0} messages are waiting for it; raise `closed_queue.max_messages`"
    )]
    TooManyWhileClosed(usize),
    /// Too many bytes are waiting for the connection.
    #[error(
        "the connection is not open and a message of {size} bytes would exceed the limit of {limit} bytes waiting for \
        it; raise `closed_queue.max_bytes`"
    )]
    TooLargeWhileClosed { size: usize, limit: usize },
    /// A text frame must contain UTF-8.
    #[error("the message is not valid UTF-8: {0}; set `is_binary` to send any bytes")]
    NotUtf8(std::str::Utf8Error),
    /// The server does not listen.
    #[error("the server is {0}, not listening; wait for On WebSocket Server Start")]
    NotListening(State),
    /// An id must be a String.
    #[error("`client` must be a client id, an Array of ids, or null or empty for all; got {0}")]
    NotARecipient(ValueType),
    /// A client is in as many groups as the settings allow.
    #[error("the client is in {0} groups; `max_groups_per_client` in the settings is the limit")]
    TooManyGroups(usize),
    /// The node needs the id of a client.
    #[error("`client` must be a client id or an Array of ids, got {0}")]
    NotAClientId(ValueType),
    /// The name of a group must not be empty.
    #[error("the name of the group is empty")]
    EmptyGroupName,
    /// The client was connected and is not any more.
    #[error("the client `{0}` has disconnected")]
    ClientLeft(String),
    /// There is no such client.
    #[error("there is no client `{0}`")]
    UnknownClient(String),
}

impl ActionError {
    /// The stable code, for graphs.
    fn code(&self) -> &'static str {
        match self {
            Self::WrongType(_) | Self::NotARecipient(_) | Self::NotAClientId(_) => "type_mismatch",
            Self::NotOpen(_) | Self::NotListening(_) => "not_open",
            Self::TooMany(_)
            | Self::TooLarge { .. }
            | Self::FarOverLimit { .. }
            | Self::TooManyWhileClosed(_)
            | Self::TooLargeWhileClosed { .. } => "queue_full",
            Self::NotUtf8(_) => "not_utf8",
            Self::EmptyGroupName => "no_group",
            Self::UnknownClient(_) | Self::ClientLeft(_) => "no_client",
            Self::TooManyGroups(_) => "too_many_groups",
        }
    }

    /// Whether the graph could not know better: clients leave at any time.
    pub(crate) fn is_expected(&self) -> bool {
        matches!(self, Self::ClientLeft(_))
    }

    /// The failure of the node: it fires `failed`, or On Error where nothing is wired to that.
    #[cold]
    pub(crate) fn into_node_error(self) -> NodeError {
        NodeError::new(self.code(), self.to_string()).by_pulse(FAILED)
    }
}
