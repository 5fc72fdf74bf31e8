use crate::queue::{Gate, GraphGates};
use pulsewire_plugin::Emitter;
use std::sync::{Arc, Mutex, PoisonError};

/// The kinds of events.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Topic {
    /// A connection opened; a server listens.
    Start,
    /// A connection closed; a server has stopped.
    Stop,
    /// Something failed.
    Error,
    /// A client connected to a server.
    Connect,
    /// A client disconnected from a server.
    Disconnect,
    /// A Ping was answered.
    Pong,
    /// A client asks a server for a connection.
    Request,
}

/// The event nodes of one connection or server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listeners {
    by_topic: [Vec<Emitter>; 7],
    /// The nodes that receive messages.
    pub(crate) message_listeners: Vec<MessageListener>,
}

/// A node that receives messages.
#[derive(Clone, Debug)]
pub(crate) struct MessageListener {
    pub(crate) emitter: Emitter,
    /// It takes any bytes; false: text only.
    pub(crate) is_binary: bool,
    /// The gates of the graph that it starts.
    pub(crate) graph: Arc<GraphGates>,
}

/// Where event nodes register. A connection takes a snapshot when it starts, so messages need no lock.
#[derive(Debug, Default)]
pub(crate) struct ListenerRegistry(Mutex<Arc<Listeners>>);

impl Listeners {
    pub(crate) fn of(&self, topic: Topic) -> &[Emitter] {
        &self.by_topic[topic as usize]
    }

    /// The gates that must be open before a message is read.
    pub(crate) fn gates(&self) -> Vec<Arc<Gate>> {
        GraphGates::union(self.message_listeners.iter().map(|receiver| &receiver.graph))
    }
}

impl ListenerRegistry {
    pub(crate) fn add(&self, topic: Topic, emitter: Emitter) {
        self.change(|listeners| listeners.by_topic[topic as usize].push(emitter));
    }

    pub(crate) fn add_message_listener(&self, receiver: MessageListener) {
        self.change(|listeners| listeners.message_listeners.push(receiver));
    }

    pub(crate) fn snapshot(&self) -> Arc<Listeners> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Listeners)) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut now));
    }
}
