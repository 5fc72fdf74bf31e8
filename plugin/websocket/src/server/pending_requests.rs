use super::clients::client_number;
use crate::protocol::handshake::HttpResponse;
use pulsewire_plugin::NodeError;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use tungstenite::http::HeaderMap;

/// The code of the failure of a node whose request does not wait for an answer.
pub(crate) const NO_REQUEST: &str = "no_request";

/// The requests that wait for a graph's answer.
#[derive(Debug, Default)]
pub(crate) struct PendingRequests(Mutex<HashMap<u64, PendingRequest>>);

#[derive(Debug)]
struct PendingRequest {
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
pub(super) struct PendingGuard<'a> {
    requests: &'a PendingRequests,
    number: u64,
    pub(super) verdict: oneshot::Receiver<Decision>,
}

impl PendingRequests {
    /// Registers a request that waits for its answer.
    pub(super) fn add(&self, number: u64, subprotocols: Vec<String>) -> PendingGuard<'_> {
        let (sender, verdict) = oneshot::channel();
        self.lock().insert(number, PendingRequest { subprotocols, verdict: sender });
        PendingGuard { requests: self, number, verdict }
    }

    /// Answers a request. Only the first answer has an effect.
    ///
    /// # Errors
    /// When the request does not wait for an answer, or does not offer the subprotocol.
    pub(crate) fn answer(&self, id: &str, verdict: Decision) -> Result<(), NodeError> {
        let (mut pending, over) = (self.lock(), || unknown_request(id));
        let number = client_number(id).ok_or_else(over)?;
        let request = pending.get(&number).ok_or_else(over)?;
        if let Decision::Accepted { subprotocol, .. } = &verdict
            && !(subprotocol.is_empty() || request.subprotocols.contains(subprotocol))
        {
            return Err(unsupported_subprotocol(subprotocol, &request.subprotocols));
        }
        let request = pending.remove(&number).ok_or_else(over)?;
        request.verdict.send(verdict).map_err(|_| over())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, PendingRequest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PendingGuard<'_> {
    fn drop(&mut self) {
        self.requests.lock().remove(&self.number);
    }
}

fn unknown_request(id: &str) -> NodeError {
    let message = format!(
        "no request `{id}` is waiting; it was answered or timed out, or the client has disconnected"
    );
    NodeError::new(NO_REQUEST, message).at_input(0)
}

fn unsupported_subprotocol(subprotocol: &str, spoken: &[String]) -> NodeError {
    let spoken = spoken.join(", ");
    let message = format!("the client does not offer `{subprotocol}`; it offers: {spoken}");
    NodeError::new("bad_subprotocol", message).at_input(1)
}
