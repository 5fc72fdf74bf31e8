use crate::runtime::State;
use pulsewire_plugin::{NodeError, ValueType};

/// The index of the pulse output `failed`.
const FAILED: u32 = 1;

/// Why an action node fires `failed`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ActionError {
    /// Only strings and binaries are messages.
    #[error("wants String or Binary, got {0}; put a Conversion or JSON Stringify before it")]
    WrongType(ValueType),
    /// The connection is not open.
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
    /// Under the rule `wait` the senders did not wait, since they do not read from a socket.
    #[error(
        "the queue is far over its limit: {messages} messages of {bytes} bytes wait to be sent; `when_full` is \
         wait, which holds back what comes in from sockets, not timers and events: send slower"
    )]
    FarOverLimit { messages: usize, bytes: usize },
    /// Too many messages wait for the connection.
    #[error(
        "the connection is not open and {0} messages wait for it; raise `closed_queue.max_messages`"
    )]
    TooManyWhileClosed(usize),
    /// Too many bytes wait for the connection.
    #[error(
        "the connection is not open and with these {size} bytes more than {limit} would wait for \
         it; raise `closed_queue.max_bytes`"
    )]
    TooLargeWhileClosed { size: usize, limit: usize },
    /// A text frame must hold UTF-8.
    #[error("the message is not UTF-8: {0}; set `is_binary` to send any bytes")]
    NotUtf8(std::str::Utf8Error),
    /// The server does not listen.
    #[error("the server does not listen, it is {0}; wait for On WebSocket Server Start")]
    NotListening(State),
    /// An id must be a String.
    #[error("wants the id of a client, an Array of ids, or nothing for all; got {0}")]
    NotARecipient(ValueType),
    /// A client is in as many groups as the settings allow.
    #[error("the client is in {0} groups; `max_groups_per_client` in the settings is the limit")]
    TooManyGroups(usize),
    /// The node needs the id of a client.
    #[error("wants the id of a client or an Array of ids, got {0}")]
    NotAClientId(ValueType),
    /// The name of a group must not be empty.
    #[error("the name of the group is empty")]
    EmptyGroupName,
    /// There is no such client.
    #[error("there is no client `{0}`; it may have left")]
    UnknownClient(String),
}

impl ActionError {
    /// A stable word for graphs.
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
            Self::UnknownClient(_) => "no_client",
            Self::TooManyGroups(_) => "too_many_groups",
        }
    }

    /// The failure of the node: it fires `failed`, or On Error where nothing is wired to that.
    #[cold]
    pub(crate) fn into_node_error(self) -> NodeError {
        NodeError::new(self.code(), self.to_string()).by_pulse(FAILED)
    }
}
