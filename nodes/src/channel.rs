use pulsewire_plugin::{EmitError, Emitter, NodeError, Value};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The channels of a run, by graph and name. Nodes look theirs up once, when they are made.
#[derive(Default)]
pub(crate) struct Channels(Mutex<HashMap<(String, String), Arc<Channel>>>);

/// Brings values from the nodes that raise an event to those that listen.
#[derive(Default)]
pub(crate) struct Channel {
    joining: Mutex<Vec<Emitter>>,
    /// Fixed by the first event, so that raising one takes no lock.
    listeners: OnceLock<Box<[Emitter]>>,
    shape: OnceLock<Shape>,
}

/// How many parameters an event has, and which node said so first.
struct Shape {
    parameters: usize,
    by: String,
}

impl Channels {
    /// The channel of that name; an empty graph stands for the whole project.
    pub(crate) fn open(&self, graph: &str, name: &str) -> Arc<Channel> {
        let mut channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        channels.entry((graph.to_owned(), name.to_owned())).or_default().clone()
    }
}

impl Channel {
    /// Adds a listener, before the first event.
    pub(crate) fn join(&self, listener: &Emitter) -> Result<(), NodeError> {
        let mut joining = self.joining.lock().unwrap_or_else(PoisonError::into_inner);
        if self.listeners.get().is_some() {
            let why = "cannot listen: the first event was raised before every graph had started";
            return Err(NodeError::new("late_listener", why));
        }
        joining.push(listener.clone());
        Ok(())
    }

    /// Holds every node of the event to the same number of parameters.
    pub(crate) fn agree(&self, parameters: usize, by: &str) -> Result<(), NodeError> {
        let shape = self.shape.get_or_init(|| Shape { parameters, by: by.to_owned() });
        if shape.parameters == parameters {
            return Ok(());
        }
        let (other, theirs) = (&shape.by, shape.parameters);
        let why = format!(
            "has {parameters} parameters, but {other} gives the same event {theirs}: \
             list the same parameters on both"
        );
        Err(NodeError::new("parameter_count", why))
    }

    /// Whether nobody listens: then there is nothing to raise.
    #[inline]
    pub(crate) fn is_quiet(&self) -> bool {
        self.listeners().is_empty()
    }

    /// Brings `value` to every listener.
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
            let mut joining = self.joining.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *joining).into_boxed_slice()
        })
    }
}

/// An event that did not reach its listeners, because their graphs are behind.
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
    fn every_listener_gets_the_event_and_a_full_one_is_told() {
        let (inbox, channel) = (Arc::new(Inbox::default()), Channel::default());
        channel.join(&Emitter::new(inbox.clone(), 1)).unwrap();
        channel.join(&Emitter::new(inbox.clone(), 2)).unwrap();
        channel.raise(&Value::Int(5)).unwrap();
        assert_eq!(inbox.take(), [(1, Value::Int(5)), (2, Value::Int(5))]);
        inbox.fill();
        let error = channel.raise(&Value::Int(6)).unwrap_err();
        assert_eq!(error.code, "inbox_full");
        assert!(error.message.contains("2 of 2"), "{}", error.message);
    }

    #[test]
    fn who_comes_after_the_first_event_is_refused() {
        let channel = Channel::default();
        assert!(channel.is_quiet());
        let late = channel.join(&Emitter::new(Arc::new(Inbox::default()), 1));
        assert_eq!(late.unwrap_err().code, "late_listener");
    }

    #[test]
    fn names_of_different_graphs_are_different_channels() {
        let channels = Channels::default();
        assert!(Arc::ptr_eq(&channels.open("a", "x"), &channels.open("a", "x")));
        assert!(!Arc::ptr_eq(&channels.open("a", "x"), &channels.open("b", "x")));
    }
}
