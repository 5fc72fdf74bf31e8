use crate::listeners::{Register, Topic};
use pulsewire_plugin::{Context, Emitter, Flow, Node, NodeError, Value};

/// An event node whose event holds its outputs in order.
pub(super) struct Announced<T> {
    source: T,
    register: fn(&T) -> &Register,
    topic: Topic,
    emitter: Emitter,
}

impl<T> Announced<T> {
    pub(super) fn new(
        source: T,
        register: fn(&T) -> &Register,
        topic: Topic,
        emitter: Emitter,
    ) -> Self {
        Self { source, register, topic, emitter }
    }
}

impl<T: Send> Node for Announced<T> {
    fn start(&mut self) -> Result<(), NodeError> {
        (self.register)(&self.source).listen(self.topic, self.emitter.clone());
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if let Value::Array(outputs) = context.take_event() {
            for (at, output) in outputs.iter().enumerate() {
                context.set(at, output.clone());
            }
        }
        Ok(Flow::NEXT)
    }
}
