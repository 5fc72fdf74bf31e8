use super::attempt::Attempt;
use super::client_errors::ClientErrors;
use super::counters::Counters;
use super::event_queue::EventQueue;
use super::listeners::{Listeners, MessageListener, Topic};
use super::outputs;
use crate::error::{Error, ErrorKind};
use crate::runtime::Log;
use pulsewire_plugin::{Binary, Level, Payload, Text, Value};
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
    /// Set for what the clients of a server do: it is counted here, and is no failure of the run.
    client_errors: Option<Arc<ClientErrors>>,
}

impl Notifier {
    pub(crate) fn new(listeners: Arc<Listeners>, log: Log, client: Option<Text>) -> Self {
        Self {
            listeners,
            event_queue: EventQueue::default(),
            log,
            client,
            attempt: Attempt::ONLY,
            client_errors: None,
        }
    }

    /// The same for what the clients of a server do.
    pub(crate) fn of_clients(self, errors: Arc<ClientErrors>) -> Self {
        Self { client_errors: Some(errors), ..self }
    }

    /// Emits an event to the nodes that listen to this topic.
    pub(crate) fn emit(&mut self, topic: Topic, event: &Value) {
        self.event_queue.emit_all(self.listeners.of(topic), event);
    }

    /// Counts and reports an error. It is a failure of the run if no node handles it, unless the client of a server caused
    /// it.
    pub(crate) fn report_failure(&mut self, error: &Error, counters: &Counters) {
        counters.add_error(self.client_errors.is_some() || self.is_handled());
        if let Some(errors) = &self.client_errors {
            errors.add(error.kind);
        }
        self.emit_error(error, self.level());
    }

    /// Reports a problem that is not counted as an error.
    pub(crate) fn report(&mut self, error: &Error) {
        self.emit_error(error, Level::Warn);
    }

    /// Whether a node handles errors.
    pub(crate) fn is_handled(&self) -> bool {
        !self.listeners.of(Topic::Error).is_empty()
    }

    /// The level at which errors are logged: how clients of a server end is nothing to act on.
    pub(crate) fn level(&self) -> Level {
        if self.client_errors.is_some() { Level::Info } else { Level::Warn }
    }

    /// Logs an error at this level, and emits its event.
    pub(crate) fn emit_error(&mut self, error: &Error, level: Level) {
        self.log.log(level, || format!("{} ({})", error.message, error.kind));
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
