use crate::error::ActionError;
use crate::server::{NO_REQUEST, Server};
use pulsewire_plugin::{Context, Flow, NodeError, Socket, Value, ValueType};

/// The pulse output that fires on failure.
const FAILED: u32 = 1;

/// The result of an action on some clients of a server.
#[derive(Debug, Default)]
pub(super) struct ActionResult {
    /// For how many clients it succeeded.
    pub(super) done: i64,
    /// Why it failed for the first of the others, those last that have just left.
    pub(super) failed: Option<ActionError>,
}

impl ActionResult {
    /// Runs an action for each client that `clients` names: a String is one id, an Array holds several.
    pub(super) fn for_each_client(
        clients: &Value,
        mut action: impl FnMut(&str) -> Result<(), ActionError>,
    ) -> Self {
        let mut result = Self::default();
        let mut one = |id: &Value| match id {
            Value::String(id) => action(id),
            other => Err(ActionError::NotAClientId(other.kind())),
        };
        match clients {
            Value::Array(ids) => ids.iter().for_each(|id| result.add(one(id))),
            id => result.add(one(id)),
        }
        result
    }

    /// Nothing was done.
    pub(super) fn none(why: ActionError) -> Self {
        Self { done: 0, failed: Some(why) }
    }

    pub(super) fn add(&mut self, done: Result<(), ActionError>) {
        match done {
            Ok(()) => self.done += 1,
            Err(error) => {
                if self.failed.as_ref().is_none_or(ActionError::is_expected) {
                    self.failed = Some(error);
                }
            }
        }
    }

    /// Finishes the node: output 0 is the count, output 1 the error. That a client has just left is no failure of the graph,
    /// whatever is wired to `failed`.
    pub(super) fn finish(self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        context.set(0, self.done);
        match self.failed {
            None => Ok(Flow::NEXT),
            Some(error) => {
                context.set(1, error.to_string());
                if error.is_expected() {
                    Ok(Flow::Emit(FAILED))
                } else {
                    Err(error.into_node_error())
                }
            }
        }
    }
}

/// Finishes a node that answers a request and whose output 0 is the error. That the client has left is no failure of the
/// graph.
pub(super) fn finish_answer(
    context: &mut Context<'_>,
    server: &Server,
    done: Result<(), NodeError>,
) -> Result<Flow, NodeError> {
    match done {
        Ok(()) => Ok(Flow::NEXT),
        Err(error) if error.code == NO_REQUEST && server.clients.has_left(context.text(0)?) => {
            context.set(0, error.message);
            Ok(Flow::Emit(FAILED))
        }
        Err(error) => {
            context.set(0, error.message.clone());
            Err(error.by_pulse(FAILED))
        }
    }
}

/// The input that names clients.
pub(super) fn clients(doc: &str) -> Socket {
    Socket::new("client", "Client", ValueType::Any, doc)
}

/// The input that names a group.
pub(super) fn group(doc: &str) -> Socket {
    Socket::new("group", "Group", ValueType::String, doc)
}
