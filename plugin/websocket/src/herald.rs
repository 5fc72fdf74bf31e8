use crate::counters::Counters;
use crate::courier::Courier;
use crate::error::Error;
use crate::events;
use crate::kind::Kind;
use crate::listeners::{Listeners, Receiver, Topic};
use crate::log::Log;
use crate::reconnect::Attempt;
use pulsewire_plugin::{Binary, Payload, Text, Value};
use std::sync::Arc;

/// Tells graphs and log what happens on one connection or server.
#[derive(Debug)]
pub(crate) struct Herald {
    pub(crate) listeners: Arc<Listeners>,
    pub(crate) courier: Courier,
    pub(crate) log: Log,
    /// On a server the id of the client that it is about, empty when it is about none; nothing on a client's side.
    pub(crate) client: Option<Text>,
    /// On a client's side the attempt that it is about.
    pub(crate) attempt: Attempt,
}

impl Herald {
    pub(crate) fn new(listeners: Arc<Listeners>, log: Log, client: Option<Text>) -> Self {
        Self { listeners, courier: Courier::default(), log, client, attempt: Attempt::ONLY }
    }

    /// Brings an event to those who listen to it.
    pub(crate) fn tell(&mut self, topic: Topic, event: &Value) {
        self.courier.bring_all(self.listeners.of(topic), event);
    }

    /// Counts and tells a failure.
    pub(crate) fn fail(&mut self, error: &Error, counters: &Counters) {
        counters.add_error(!self.listeners.of(Topic::Error).is_empty());
        self.warn(error);
    }

    /// Tells what is no failure but what the settings say.
    pub(crate) fn warn(&mut self, error: &Error) {
        self.log.warn(|| format!("{} ({})", error.message, error.kind));
        let event = events::error(error, self.client.as_ref(), self.attempt);
        self.courier.bring_all(self.listeners.of(Topic::Error), &event);
    }

    /// Brings a text message to those who want messages.
    #[inline]
    pub(crate) fn text(&mut self, message: Text) {
        self.receive(message.into(), |_| true);
    }

    /// Brings a binary message to those who want messages.
    ///
    /// # Errors
    /// When it is not UTF-8 and somebody wants text: those have not got it, and the rest may rely on UTF-8.
    pub(crate) fn binary(&mut self, message: Payload) -> Result<(), Error> {
        let wants_text = |receiver: &Receiver| !receiver.is_binary;
        let checked = match self.listeners.receivers.iter().any(wants_text) {
            true => std::str::from_utf8(&message).map(drop),
            false => Ok(()),
        };
        let is_text = checked.is_ok();
        self.receive(Binary::from(message).into(), |receiver| is_text || receiver.is_binary);
        checked.map_err(|error| {
            let help = "set `is_binary` on the node that receives it to take any bytes";
            Error::new(Kind::Utf8, format!("a binary message is not UTF-8 ({error}); {help}"))
        })
    }

    #[inline]
    fn receive(&mut self, message: Value, wants: impl Fn(&Receiver) -> bool) {
        let event = match &self.client {
            None => message,
            Some(id) => events::from_client(id, message),
        };
        let mut wanting = self.listeners.receivers.iter().filter(|one| wants(one));
        let Some(mut receiver) = wanting.next() else { return };
        for next in wanting {
            self.courier.bring(&receiver.emitter, event.clone());
            receiver = next;
        }
        self.courier.bring(&receiver.emitter, event);
    }
}
