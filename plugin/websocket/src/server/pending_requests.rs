use super::clients::number;
use crate::protocol::handshake::HttpResponse;
use pulsewire_plugin::NodeError;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use tungstenite::http::HeaderMap;

/// The requests that wait for a graph's answer.
#[derive(Debug, Default)]
pub(crate) struct PendingRequests(Mutex<HashMap<u64, Waiting>>);

#[derive(Debug)]
struct Waiting {
    /// The subprotocols that the client offers.
    subprotocols: Vec<String>,
    verdict: oneshot::Sender<Decision>,
}

/// A graph's answer to a request.
#[derive(Debug)]
pub(crate) enum Decision {
    /// The client is accepted.
    Accepted {
        /// The subprotocol; empty leaves the choice to the settings.
        subprotocol: String,
        /// Headers of the response.
        headers: HeaderMap,
    },
    /// The client is rejected with this response.
    Refused(HttpResponse),
}

/// A waiting request, until this is dropped.
#[derive(Debug)]
pub(super) struct Open<'a> {
    requests: &'a PendingRequests,
    number: u64,
    pub(super) verdict: oneshot::Receiver<Decision>,
}

impl PendingRequests {
    /// Registers a request that waits for its answer.
    pub(super) fn open(&self, number: u64, subprotocols: Vec<String>) -> Open<'_> {
        let (sender, verdict) = oneshot::channel();
        self.waiting().insert(number, Waiting { subprotocols, verdict: sender });
        Open { requests: self, number, verdict }
    }

    /// Answers a request. Only the first answer has an effect.
    ///
    /// # Errors
    /// When the request does not wait for an answer, or does not offer the subprotocol.
    pub(crate) fn answer(&self, id: &str, verdict: Decision) -> Result<(), NodeError> {
        let (mut waiting, over) = (self.waiting(), || no_request(id));
        let number = number(id).ok_or_else(over)?;
        let request = waiting.get(&number).ok_or_else(over)?;
        if let Decision::Accepted { subprotocol, .. } = &verdict
            && !(subprotocol.is_empty() || request.subprotocols.contains(subprotocol))
        {
            return Err(not_spoken(subprotocol, &request.subprotocols));
        }
        let request = waiting.remove(&number).ok_or_else(over)?;
        request.verdict.send(verdict).map_err(|_| over())
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<u64, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.requests.waiting().remove(&self.number);
    }
}

fn no_request(id: &str) -> NodeError {
    let message = format!(
        "no request `{id}` is waiting; it was answered or timed out, or the client has disconnected"
    );
    NodeError::new("no_request", message).at_input(0)
}

fn not_spoken(subprotocol: &str, spoken: &[String]) -> NodeError {
    let spoken = spoken.join(", ");
    let message = format!("the client does not offer `{subprotocol}`; it offers: {spoken}");
    NodeError::new("bad_subprotocol", message).at_input(1)
}
