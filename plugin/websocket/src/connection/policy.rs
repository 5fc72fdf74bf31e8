use crate::protocol::Limits;
use crate::queue::Outgoing;
use crate::settings::{Fault, FixedMessage, IdleMessage, KeepAlive, SharedSettings};
use serde_json::Value as Json;
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
    pub(crate) answer: Option<ExpectedAnswer>,
    /// How long the answer may take.
    pub(crate) timeout: Duration,
}

/// The answer to the message that is sent when no other was sent for a while.
#[derive(Clone, Debug)]
pub(crate) enum ExpectedAnswer {
    /// Exactly this message.
    Message(Outgoing),
    /// A text message with this JSON value.
    Json(Json),
}

impl ConnectionPolicy {
    /// Converts the settings.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn new(settings: &SharedSettings<'_>) -> Result<Self, Fault> {
        let on_open: Result<_, _> = settings.on_open.iter().map(outgoing).collect();
        let idle = settings.keep_alive.and_then(|settings| settings.message.as_ref()).map(idle);
        Ok(Self {
            close_timeout: Duration::from_millis(settings.close_timeout_ms),
            limits: limits(settings),
            fragment: settings.fragment_bytes,
            on_open: on_open?,
            pings: settings.keep_alive.and_then(pings),
            idle: idle.transpose()?,
        })
    }
}

fn limits(settings: &SharedSettings<'_>) -> Limits {
    let inflated = settings.compression.and_then(|compression| compression.max_inflated_bytes);
    Limits {
        message: settings.max_message_bytes,
        frame: settings.max_frame_bytes,
        fragments: settings.max_fragments,
        inflated: inflated.unwrap_or(settings.max_message_bytes),
    }
}

fn outgoing(message: &FixedMessage) -> Result<Outgoing, Fault> {
    message.parse().map(Outgoing::from)
}

fn expected(message: &FixedMessage) -> Result<ExpectedAnswer, Fault> {
    let exact = outgoing(message)?;
    Ok(message.json.clone().map_or(ExpectedAnswer::Message(exact), ExpectedAnswer::Json))
}

fn pings(settings: &KeepAlive) -> Option<PingPolicy> {
    (settings.ping_interval_ms > 0).then(|| PingPolicy {
        interval: Duration::from_millis(settings.ping_interval_ms),
        timeout: Duration::from_millis(settings.pong_timeout_ms),
    })
}

fn idle(settings: &IdleMessage) -> Result<IdlePolicy, Fault> {
    Ok(IdlePolicy {
        message: outgoing(&settings.send)?,
        after: Duration::from_millis(settings.idle_ms),
        answer: settings.answer.as_ref().map(expected).transpose()?,
        timeout: Duration::from_millis(settings.answer_timeout_ms),
    })
}

impl ExpectedAnswer {
    /// Returns whether this message is the answer.
    pub(super) fn is(&self, is_text: bool, message: &[u8]) -> bool {
        match self {
            Self::Message(Outgoing::Text(answer)) => is_text && **answer == *message,
            Self::Message(Outgoing::Binary(answer)) => !is_text && **answer == *message,
            Self::Message(_) => false,
            Self::Json(answer) => {
                is_text && serde_json::from_slice(message).is_ok_and(|value: Json| value == *answer)
            }
        }
    }
}
