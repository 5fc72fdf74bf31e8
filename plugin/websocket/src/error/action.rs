use crate::runtime::State;
use pulsewire_plugin::{NodeError, ValueType};

/// The pulse output of a Send node by which this leaves.
const FAILED: u32 = 1;

/// Why Send fires `failed`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ActionError {
    /// Only strings and binaries are messages.
    #[error("wants String or Binary, got {0}; put a Conversion or JSON Stringify before it")]
    WrongType(ValueType),
    /// There is no connection to send on.
    #[error("the connection is not open, it is {0}; wait for On WebSocket Start")]
    NotOpen(State),
    /// Too many messages wait.
    #[error("{0} messages wait to be sent; send slower or raise `send_queue.max_messages`")]
    TooMany(usize),
    /// Too many bytes wait.
    #[error(
        "with these {size} bytes more than {limit} would wait to be sent; send slower or raise \
         `send_queue.max_bytes`"
    )]
    TooLarge { size: usize, limit: usize },
    /// Under the rule `wait` the senders did not wait: they are none that read from a socket.
    #[error(
        "the queue is far over its limit: {messages} messages of {bytes} bytes wait to be sent; `when_full` is \
         wait, which holds back what comes in from sockets, not timers and events: send slower"
    )]
    FarTooMany { messages: usize, bytes: usize },
    /// Too many messages wait for the connection.
    #[error(
        "the connection is not open and {0} messages wait for it; raise `closed_queue.max_messages`"
    )]
    TooManyClosed(usize),
    /// Too many bytes wait for the connection.
    #[error(
        "the connection is not open and with these {size} bytes more than {limit} would wait for \
         it; raise `closed_queue.max_bytes`"
    )]
    TooLargeClosed { size: usize, limit: usize },
    /// A text frame must hold UTF-8.
    #[error("the message is not UTF-8: {0}; set `is_binary` to send any bytes")]
    NotUtf8(std::str::Utf8Error),
    /// The server does not run.
    #[error("the server does not listen, it is {0}; wait for On WebSocket Server Start")]
    NotListening(State),
    /// Clients have Strings for ids.
    #[error("wants the id of a client, an Array of ids, or nothing for all; got {0}")]
    NotAnId(ValueType),
    /// A client is in as many groups as it may be.
    #[error("the client is in {0} groups; `max_groups_per_client` in the settings is the limit")]
    TooManyGroups(usize),
    /// An action on clients wants to know on which.
    #[error("wants the id of a client or an Array of ids, got {0}")]
    NoId(ValueType),
    /// A group has a name.
    #[error("the name of the group is empty")]
    NoGroup,
    /// There is no such client.
    #[error("there is no client `{0}`; it may have left")]
    NoClient(String),
}

impl ActionError {
    /// A stable word for graphs.
    fn code(&self) -> &'static str {
        match self {
            Self::WrongType(_) | Self::NotAnId(_) | Self::NoId(_) => "type_mismatch",
            Self::NotOpen(_) | Self::NotListening(_) => "not_open",
            Self::TooMany(_)
            | Self::TooLarge { .. }
            | Self::FarTooMany { .. }
            | Self::TooManyClosed(_)
            | Self::TooLargeClosed { .. } => "queue_full",
            Self::NotUtf8(_) => "not_utf8",
            Self::NoGroup => "no_group",
            Self::NoClient(_) => "no_client",
            Self::TooManyGroups(_) => "too_many_groups",
        }
    }

    /// As the failure of a Send node: it fires `failed`, and where nothing is wired there, On Error.
    #[cold]
    pub(crate) fn into_node_error(self) -> NodeError {
        NodeError::new(self.code(), self.to_string()).by_pulse(FAILED)
    }
}
