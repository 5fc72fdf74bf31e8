use super::outcome::Outcome;
use crate::counters::Tally;
use crate::link::Link;
use crate::message::Outgoing;
use crate::server::Server;
use crate::state::State;
use crate::unsent::Unsent;
use pulsewire_plugin::{Text, Value};
use std::sync::Arc;

/// Whom a Send goes to. The last client is remembered, because a graph mostly answers the one it heard from.
#[derive(Debug, Default)]
pub(super) struct Recipients {
    last: Option<(Text, Arc<Link>)>,
}

impl Recipients {
    /// Sends to the clients that `to` names: nothing or an empty String is all, a String one, an Array several.
    pub(super) fn send(&mut self, server: &Server, to: &Value, message: &Outgoing) -> Outcome {
        let mut outcome = Outcome::default();
        let to_several = || server.for_several(message);
        match to {
            Value::Null => send_all(server, &to_several(), &mut outcome),
            Value::String(id) if id.is_empty() => send_all(server, &to_several(), &mut outcome),
            Value::Array(ids) => {
                let message = to_several();
                ids.iter().for_each(|id| outcome.note(self.send_one(server, id, &message)));
            }
            id => outcome.note(self.send_one(server, id, message)),
        }
        outcome
    }

    fn send_one(&mut self, server: &Server, id: &Value, message: &Outgoing) -> Result<(), Unsent> {
        let Value::String(id) = id else { return Err(Unsent::NotAnId(id.kind())) };
        if let Some((last, link)) = &self.last
            && last == id
            && link.state.get() != State::Closed
        {
            return link.send(message.clone());
        }
        let Some(link) = server.clients.get(id) else {
            server.clients.rest.add(&Tally { sent: 1, failed: 1, ..Tally::default() });
            return Err(Unsent::NoClient(id.to_string()));
        };
        let sent = link.send(message.clone());
        self.last = Some((id.clone(), link));
        sent
    }
}

/// Sends to every client.
fn send_all(server: &Server, message: &Outgoing, outcome: &mut Outcome) {
    match closed(server) {
        None => server.clients.each(|link| send_to(link, message, outcome)),
        failed => outcome.failed = failed,
    }
}

/// Sends to every member of a group except these.
pub(super) fn send_to_group(
    server: &Server,
    group: &str,
    except: &[u64],
    message: &Outgoing,
) -> Outcome {
    let mut outcome = Outcome { done: 0, failed: closed(server) };
    let message = &server.for_several(message);
    server.clients.each_of(group, |number, link| {
        if except.binary_search(&number).is_err() {
            send_to(link, message, &mut outcome);
        }
    });
    outcome
}

/// Those that are just coming or going are not among all.
fn send_to(link: &Link, message: &Outgoing, outcome: &mut Outcome) {
    if link.state.get() != State::Open {
        return;
    }
    match link.send(message.clone()) {
        Err(Unsent::NotOpen(_)) => {}
        other => outcome.note(other),
    }
}

/// Why a server has no clients. While it stops and when the program ends, all are nobody: to tell the others that a
/// client has left is no failure then.
fn closed(server: &Server) -> Option<Unsent> {
    match server.state.get() {
        State::Open | State::Closing => None,
        State::Closed if server.is_over() => None,
        state => Some(Unsent::NotListening(state)),
    }
}
