use crate::protocol::Limits;
use crate::queue::Outgoing;
use crate::settings::{
    Compression, Connection, Fault, FixedMessage, IdleMessage, KeepAlive, Server,
};
use std::time::Duration;

/// How an open connection behaves, on both sides: the settings, converted once.
#[derive(Debug)]
pub(crate) struct ConnectionPolicy {
    /// The timeout for the closing handshake.
    pub(crate) close_timeout: Duration,
    pub(crate) limits: Limits,
    /// Messages larger than this are sent in fragments of this size.
    pub(crate) fragment: Option<usize>,
    /// The messages that are sent first.
    pub(crate) on_open: Vec<Outgoing>,
    pub(crate) pings: Option<PingPolicy>,
    pub(crate) idle: Option<IdlePolicy>,
}

/// When to send a Ping, and how long to wait for a sign of life.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PingPolicy {
    pub(crate) interval: Duration,
    /// How long the other side may be silent after a Ping.
    pub(crate) timeout: Duration,
}

/// The message that is sent when no other was sent for a while.
#[derive(Clone, Debug)]
pub(crate) struct IdlePolicy {
    pub(crate) message: Outgoing,
    pub(crate) after: Duration,
    /// The answer that must come back, if any.
    pub(crate) answer: Option<Outgoing>,
    /// How long the answer may take.
    pub(crate) timeout: Duration,
}

impl ConnectionPolicy {
    /// The policy of a client connection.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn of_client(settings: &Connection) -> Result<Self, Fault> {
        let limits = Limits {
            message: settings.max_message_bytes,
            frame: settings.max_frame_bytes,
            fragments: settings.max_fragments,
            inflated: inflated(settings.compression.as_ref(), settings.max_message_bytes),
        };
        Self::new(limits, settings.close_timeout_ms, &settings.on_open)?
            .with_fragments(settings.fragment_bytes)
            .with_keep_alive(settings.keep_alive.as_ref())
    }

    /// The policy of a server's clients.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn of_server(settings: &Server) -> Result<Self, Fault> {
        let limits = Limits {
            message: settings.max_message_bytes,
            frame: settings.max_frame_bytes,
            fragments: settings.max_fragments,
            inflated: inflated(settings.compression.as_ref(), settings.max_message_bytes),
        };
        Self::new(limits, settings.close_timeout_ms, &settings.on_open)?
            .with_fragments(settings.fragment_bytes)
            .with_keep_alive(settings.keep_alive.as_ref())
    }

    fn new(limits: Limits, close_timeout_ms: u64, on_open: &[FixedMessage]) -> Result<Self, Fault> {
        let on_open: Result<_, _> = on_open.iter().map(FixedMessage::message).collect();
        Ok(Self {
            close_timeout: Duration::from_millis(close_timeout_ms),
            limits,
            fragment: None,
            on_open: on_open?,
            pings: None,
            idle: None,
        })
    }

    fn with_fragments(self, fragment: Option<usize>) -> Self {
        Self { fragment, ..self }
    }

    fn with_keep_alive(mut self, settings: Option<&KeepAlive>) -> Result<Self, Fault> {
        self.pings = settings.and_then(pings);
        let idle = settings.and_then(|settings| settings.message.as_ref()).map(idle);
        self.idle = idle.transpose()?;
        Ok(self)
    }
}

fn inflated(compression: Option<&Compression>, max_message: usize) -> usize {
    compression.and_then(|compression| compression.max_inflated_bytes).unwrap_or(max_message)
}

fn pings(settings: &KeepAlive) -> Option<PingPolicy> {
    (settings.ping_interval_ms > 0).then(|| PingPolicy {
        interval: Duration::from_millis(settings.ping_interval_ms),
        timeout: Duration::from_millis(settings.pong_timeout_ms),
    })
}

fn idle(settings: &IdleMessage) -> Result<IdlePolicy, Fault> {
    Ok(IdlePolicy {
        message: settings.send.message()?,
        after: Duration::from_millis(settings.idle_ms),
        answer: settings.answer.as_ref().map(FixedMessage::message).transpose()?,
        timeout: Duration::from_millis(settings.answer_timeout_ms),
    })
}
