use super::action_result::ActionResult;
use crate::connection::ConnectionHandle;
use crate::error::ActionError;
use crate::events::Counts;
use crate::queue::Outgoing;
use crate::runtime::State;
use crate::server::Server;
use pulsewire_plugin::{Text, Value};
use std::sync::Arc;

/// The recipients of a Send. It caches the last client, because a graph mostly answers the client it heard from.
#[derive(Debug, Default)]
pub(super) struct Recipients {
    last: Option<(Text, Arc<ConnectionHandle>)>,
}

impl Recipients {
    /// Sends to the clients that `to` names: null or an empty String means all, a String one, an Array several.
    pub(super) fn send(&mut self, server: &Server, to: &Value, message: &Outgoing) -> ActionResult {
        let mut result = ActionResult::default();
        let shared = || server.prepare_shared(message);
        match to {
            Value::Null => send_all(server, &shared(), &mut result),
            Value::String(id) if id.is_empty() => send_all(server, &shared(), &mut result),
            Value::Array(ids) => {
                let message = shared();
                ids.iter().for_each(|id| result.add(self.send_one(server, id, &message)));
            }
            id => result.add(self.send_one(server, id, message)),
        }
        result
    }

    fn send_one(
        &mut self,
        server: &Server,
        id: &Value,
        message: &Outgoing,
    ) -> Result<(), ActionError> {
        let Value::String(id) = id else { return Err(ActionError::NotARecipient(id.kind())) };
        if let Some((last, handle)) = &self.last
            && last == id
            && handle.state.get() != State::Closed
        {
            return or_left(handle.send(message.clone()), id);
        }
        let Some(handle) = server.clients.get(id) else {
            server.clients.past_counters.add(&Counts { sent: 1, failed: 1, ..Counts::default() });
            return Err(server.clients.absent(id));
        };
        let sent = handle.send(message.clone());
        self.last = Some((id.clone(), handle));
        or_left(sent, id)
    }
}

/// A client that is closing has left, as far as a graph can know.
fn or_left(sent: Result<(), ActionError>, id: &Text) -> Result<(), ActionError> {
    sent.map_err(|error| match error {
        ActionError::NotOpen(State::Closing | State::Closed) => {
            ActionError::ClientLeft(id.to_string())
        }
        other => other,
    })
}

/// Sends to every client.
fn send_all(server: &Server, message: &Outgoing, result: &mut ActionResult) {
    match not_listening_error(server) {
        None => server.clients.for_each(|handle| send_to(handle, message, result)),
        failed => result.failed = failed,
    }
}

/// Sends to every member of a group except these.
pub(super) fn send_to_group(
    server: &Server,
    group: &str,
    except: &[u64],
    message: &Outgoing,
) -> ActionResult {
    let mut result = ActionResult { done: 0, failed: not_listening_error(server) };
    let message = &server.prepare_shared(message);
    server.clients.for_each_member(group, |number, handle| {
        if except.binary_search(&number).is_err() {
            send_to(handle, message, &mut result);
        }
    });
    result
}

/// Skips clients that are only just connecting or disconnecting.
fn send_to(handle: &ConnectionHandle, message: &Outgoing, result: &mut ActionResult) {
    if handle.state.get() != State::Open {
        return;
    }
    match handle.send(message.clone()) {
        Err(ActionError::NotOpen(_)) => {}
        other => result.add(other),
    }
}

/// Why a server has no clients. While it stops and when the program ends, sending to all succeeds with no
/// recipients: a graph that tells the others that a client has left has not failed.
fn not_listening_error(server: &Server) -> Option<ActionError> {
    match server.state.get() {
        State::Open | State::Closing => None,
        State::Closed if server.is_shut_down() => None,
        state => Some(ActionError::NotListening(state)),
    }
}
