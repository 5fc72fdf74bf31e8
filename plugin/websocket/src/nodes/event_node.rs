use crate::events::{ListenerRegistry, Topic};
use pulsewire_plugin::{Array, Context, Emitter, Flow, Node, NodeError, Value};

/// An event node whose event is an Array of its outputs, in order.
pub(super) struct EventNode<T> {
    source: T,
    listeners: fn(&T) -> &ListenerRegistry,
    topic: Topic,
    emitter: Emitter,
    /// Events with these outputs are ignored.
    ignores: fn(&T, &Array) -> bool,
}

impl<T> EventNode<T> {
    pub(super) fn new(
        source: T,
        listeners: fn(&T) -> &ListenerRegistry,
        topic: Topic,
        emitter: Emitter,
    ) -> Self {
        Self { source, listeners, topic, emitter, ignores: |_, _| false }
    }

    /// The same, which ignores some events, by their outputs.
    pub(super) fn ignoring(self, ignores: fn(&T, &Array) -> bool) -> Self {
        Self { ignores, ..self }
    }
}

impl<T: Send> Node for EventNode<T> {
    fn start(&mut self) -> Result<(), NodeError> {
        (self.listeners)(&self.source).add(self.topic, self.emitter.clone());
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if let Value::Array(outputs) = context.take_event() {
            if (self.ignores)(&self.source, &outputs) {
                return Ok(Flow::End);
            }
            for (at, output) in outputs.iter().enumerate() {
                context.set(at, output.clone());
            }
        }
        Ok(Flow::NEXT)
    }
}
