use super::attempt::Attempt;
use super::counters::Counters;
use super::event_queue::EventQueue;
use super::listeners::{Listeners, MessageListener, Topic};
use super::outputs;
use crate::error::{Error, ErrorKind};
use crate::runtime::Log;
use pulsewire_plugin::{Binary, Payload, Text, Value};
use std::sync::Arc;

/// Sends what happens on a connection or server to the graphs and the log.
#[derive(Debug)]
pub(crate) struct Notifier {
    pub(crate) listeners: Arc<Listeners>,
    pub(crate) event_queue: EventQueue,
    pub(crate) log: Log,
    /// On a server the id of the client that events are about, empty for none; `None` on a client.
    pub(crate) client: Option<Text>,
    /// The attempt that events of a client are about.
    pub(crate) attempt: Attempt,
}

impl Notifier {
    pub(crate) fn new(listeners: Arc<Listeners>, log: Log, client: Option<Text>) -> Self {
        Self { listeners, event_queue: EventQueue::default(), log, client, attempt: Attempt::ONLY }
    }

    /// Emits an event to the nodes that listen to this topic.
    pub(crate) fn emit(&mut self, topic: Topic, event: &Value) {
        self.event_queue.emit_all(self.listeners.of(topic), event);
    }

    /// Counts and reports a failure.
    pub(crate) fn report_failure(&mut self, error: &Error, counters: &Counters) {
        counters.add_error(!self.listeners.of(Topic::Error).is_empty());
        self.report(error);
    }

    /// Reports a problem that is not counted as a failure.
    pub(crate) fn report(&mut self, error: &Error) {
        self.log.warn(|| format!("{} ({})", error.message, error.kind));
        let event = outputs::error(error, self.client.as_ref(), self.attempt);
        self.event_queue.emit_all(self.listeners.of(Topic::Error), &event);
    }

    /// Delivers a text message.
    #[inline]
    pub(crate) fn deliver_text(&mut self, message: Text) {
        self.deliver(message.into(), |_| true);
    }

    /// Delivers a binary message.
    ///
    /// # Errors
    /// When it is not UTF-8 and a node wants text: that node does not get it.
    pub(crate) fn deliver_binary(&mut self, message: Payload) -> Result<(), Error> {
        let wants_text = |receiver: &MessageListener| !receiver.is_binary;
        let checked = match self.listeners.message_listeners.iter().any(wants_text) {
            true => std::str::from_utf8(&message).map(drop),
            false => Ok(()),
        };
        let is_text = checked.is_ok();
        self.deliver(Binary::from(message).into(), |receiver| is_text || receiver.is_binary);
        checked.map_err(|error| {
            let help = "set `is_binary` on the node that receives it to accept any bytes";
            Error::new(ErrorKind::Utf8, format!("a binary message is not UTF-8 ({error}); {help}"))
        })
    }

    #[inline]
    fn deliver(&mut self, message: Value, wants: impl Fn(&MessageListener) -> bool) {
        let event = match &self.client {
            None => message,
            Some(id) => outputs::from_client(id, message),
        };
        let mut wanting = self.listeners.message_listeners.iter().filter(|one| wants(one));
        let Some(mut receiver) = wanting.next() else { return };
        for next in wanting {
            self.event_queue.emit(&receiver.emitter, event.clone());
            receiver = next;
        }
        self.event_queue.emit(&receiver.emitter, event);
    }
}
