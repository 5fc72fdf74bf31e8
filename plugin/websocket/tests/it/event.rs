//! The outputs of a node, as tests read them.

use pulsewire_plugin::{Flow, NodeError, NodeInfo, Value};
use std::sync::Arc;
use std::time::Instant;

/// What an event node gave.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) node: usize,
    /// When it came.
    #[allow(dead_code)]
    pub(crate) at: Instant,
    pub(crate) info: Arc<NodeInfo>,
    pub(crate) outputs: Vec<Value>,
}

/// What a pulse through an action node came to.
#[derive(Debug)]
pub(crate) struct Pulsed {
    pub(crate) flow: Result<Flow, NodeError>,
    pub(crate) outputs: Event,
}

impl Event {
    /// An output, by its id.
    pub(crate) fn get(&self, id: &str) -> &Value {
        let at = self.info.sockets.outputs.iter().position(|socket| socket.id == id);
        &self.outputs[at.unwrap_or_else(|| panic!("{} has no output {id}", self.info.id))]
    }

    pub(crate) fn text(&self, id: &str) -> String {
        match self.get(id) {
            Value::String(text) => text.as_str().to_owned(),
            other => panic!("{id} is {other:?}"),
        }
    }

    pub(crate) fn int(&self, id: &str) -> i64 {
        match self.get(id) {
            Value::Int(int) => *int,
            other => panic!("{id} is {other:?}"),
        }
    }

    /// code, reason, was_clean, by_me.
    pub(crate) fn ending(&self) -> (i64, String, bool, bool) {
        let flag = |id| *self.get(id) == Value::Bool(true);
        (self.int("code"), self.text("reason"), flag("was_clean"), flag("by_me"))
    }

    /// kind, and whether the message says this.
    pub(crate) fn error(&self, says: &str) -> String {
        let message = self.text("message");
        assert!(message.contains(says), "{message:?} does not say {says:?}");
        self.text("kind")
    }
}

impl Pulsed {
    /// The pulse went on.
    pub(crate) fn ok(&self) -> &Event {
        assert_eq!(self.flow, Ok(Flow::NEXT));
        &self.outputs
    }

    /// The pulse left by `failed` without a failure, because a client has left: what `error` says.
    #[allow(dead_code)]
    pub(crate) fn left(&self) -> String {
        assert_eq!(self.flow, Ok(Flow::Emit(1)));
        self.outputs.text("error")
    }

    /// The pulse left by `failed`: the code, and what `error` says.
    pub(crate) fn failed(&self) -> (String, String) {
        let error = self.flow.as_ref().unwrap_err();
        assert_eq!(error.pulse, Some(1));
        assert_eq!(self.outputs.text("error"), error.message);
        (error.code.to_string(), error.message.clone())
    }
}
