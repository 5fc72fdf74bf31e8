use pulsewire_plugin::{EmitError, Emitter, NodeError, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The channels of a run, by graph and name. A node looks up its channel once, when it is created.
#[derive(Default)]
pub(crate) struct Channels(Mutex<HashMap<(String, String), Arc<Channel>>>);

/// Carries values from the nodes that raise an event to the nodes that listen to it.
#[derive(Default)]
pub(crate) struct Channel {
    subscribing: Mutex<Vec<Emitter>>,
    /// Fixed by the first event, so that raising one takes no lock.
    listeners: OnceLock<Box<[Emitter]>>,
    parameters: OnceLock<Parameters>,
}

/// How many parameters an event has, and the first node that declared them.
struct Parameters {
    count: usize,
    declared_by: String,
}

impl Channels {
    /// The channel of that name; an empty graph means the whole project.
    pub(crate) fn open(&self, graph: &str, name: &str) -> Arc<Channel> {
        let mut channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        channels.entry((graph.to_owned(), name.to_owned())).or_default().clone()
    }
}

impl Channel {
    /// Adds a listener; only possible before the first event.
    pub(crate) fn subscribe(&self, listener: &Emitter) -> Result<(), NodeError> {
        let mut subscribing = self.subscribing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.listeners.get().is_some() {
            let why = "cannot listen: the first event was raised before every graph had started";
            return Err(NodeError::new("late_listener", why));
        }
        subscribing.push(listener.clone());
        Ok(())
    }

    /// Checks that every node of the event declares the same number of parameters.
    pub(crate) fn check_parameters(&self, count: usize, node: &str) -> Result<(), NodeError> {
        let declare = || Parameters { count, declared_by: node.to_owned() };
        let first = self.parameters.get_or_init(declare);
        if first.count == count {
            return Ok(());
        }
        let why = format!(
            "has {count} parameters, but {} gives the same event {}: list the same parameters on both",
            first.declared_by, first.count
        );
        Err(NodeError::new("parameter_count", why))
    }

    /// Whether any node listens; otherwise there is nothing to raise.
    #[inline]
    pub(crate) fn has_listeners(&self) -> bool {
        !self.listeners().is_empty()
    }

    /// Emits `value` to every listener.
    pub(crate) fn raise(&self, value: &Value) -> Result<(), NodeError> {
        let full =
            |listener: &&Emitter| matches!(listener.emit(value.clone()), Err(EmitError::Full(_)));
        match self.listeners().iter().filter(full).count() {
            0 => Ok(()),
            lost => Err(inbox_full(lost, self.listeners().len())),
        }
    }

    #[inline]
    fn listeners(&self) -> &[Emitter] {
        self.listeners.get_or_init(|| {
            let mut subscribing = self.subscribing.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *subscribing).into_boxed_slice()
        })
    }
}

/// An event that did not reach some of its listeners, because the inboxes of their graphs are full.
#[cold]
pub(crate) fn inbox_full(lost: usize, of: usize) -> NodeError {
    let why = format!(
        "the event did not reach {lost} of {of} listeners: the inbox of their graph is full; \
         raise fewer events, do less for each, or raise the inbox limit in the project"
    );
    NodeError::new("inbox_full", why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Inbox;

    #[test]
    fn every_listener_gets_the_event_and_a_full_inbox_is_reported() {
        let (inbox, channel) = (Arc::new(Inbox::default()), Channel::default());
        channel.subscribe(&Emitter::new(inbox.clone(), 1)).unwrap();
        channel.subscribe(&Emitter::new(inbox.clone(), 2)).unwrap();
        channel.raise(&Value::Int(5)).unwrap();
        assert_eq!(inbox.take(), [(1, Value::Int(5)), (2, Value::Int(5))]);
        inbox.fill();
        let error = channel.raise(&Value::Int(6)).unwrap_err();
        assert_eq!(error.code, "inbox_full");
        assert!(error.message.contains("2 of 2"), "{}", error.message);
    }

    #[test]
    fn a_listener_after_the_first_event_is_rejected() {
        let channel = Channel::default();
        assert!(!channel.has_listeners());
        let late = channel.subscribe(&Emitter::new(Arc::new(Inbox::default()), 1));
        assert_eq!(late.unwrap_err().code, "late_listener");
    }

    #[test]
    fn each_graph_has_channels_of_its_own() {
        let channels = Channels::default();
        assert!(Arc::ptr_eq(&channels.open("a", "x"), &channels.open("a", "x")));
        assert!(!Arc::ptr_eq(&channels.open("a", "x"), &channels.open("b", "x")));
    }
}
