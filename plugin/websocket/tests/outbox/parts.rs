//! What the send queue needs of the plugin, as small as it goes.

pub(crate) mod outgoing {
    /// See `plugin/websocket/src/queue/outgoing.rs`.
    #[derive(Debug)]
    pub(crate) enum Outgoing {
        Message { number: u32, size: usize },
        Close,
    }

    impl Outgoing {
        pub(crate) fn len(&self) -> usize {
            match self {
                Self::Message { size, .. } => *size,
                Self::Close => 0,
            }
        }

        pub(crate) fn is_message(&self) -> bool {
            matches!(self, Self::Message { .. })
        }
    }
}

pub(crate) mod settings {
    /// See `plugin/websocket/src/settings/send_queue.rs`.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct SendQueue {
        pub(crate) max_messages: usize,
        pub(crate) max_bytes: usize,
        pub(crate) when_full: WhenFull,
    }

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub(crate) enum WhenFull {
        Fail,
        Wait,
        DropOldest,
        DropNewest,
    }
}

pub(crate) mod error {
    /// See `plugin/websocket/src/error/action.rs`. The models want to know that something was refused, not why.
    #[allow(dead_code)]
    #[derive(Debug)]
    pub(crate) enum ActionError {
        TooMany(usize),
        TooLarge { size: usize, limit: usize },
        FarOverLimit { messages: usize, bytes: usize },
    }
}
