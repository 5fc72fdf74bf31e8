use crate::secrets::Secrets;
use pulsewire_plugin::{Dictionary, NodeError, Value};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A node that failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    /// The logic file.
    pub graph: String,
    /// The name of the node.
    pub node: String,
    /// Its node type.
    #[serde(rename = "type")]
    pub node_type: String,
    /// What went wrong, for people.
    pub message: String,
    /// What went wrong, for programs.
    pub code: String,
    /// The event that the graph handled.
    #[serde(skip)]
    pub event: FailedEvent,
}

/// The event that a failure happened in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailedEvent {
    /// The name of the event node.
    pub node: String,
    /// Its data outputs, by name.
    pub outputs: Dictionary,
}

impl Failure {
    /// The failure of a node. An input at fault is named before the message.
    #[must_use]
    pub fn new(graph: &str, node: &super::PlanNode, error: &NodeError, event: FailedEvent) -> Self {
        let written = &node.attributes;
        let own = node.node_type.sockets(written).ok().flatten();
        let sockets = own.as_ref().unwrap_or(&node.node_type.info.sockets);
        let input = error.input.and_then(|at| sockets.inputs.get(at as usize));
        let message = match input {
            Some(socket) => format!("`{}`: {}", socket.id, error.message),
            None => error.message.clone(),
        };
        Self {
            graph: graph.to_owned(),
            node: node.name.to_string(),
            node_type: node.node_type.info.id.clone(),
            message,
            code: error.code.to_string(),
            event,
        }
    }

    /// The event of On Error nodes.
    #[must_use]
    pub fn to_event(&self) -> Value {
        let parts = [&self.node, &self.node_type, &self.message, &self.code, &self.event.node];
        let parts = parts.map(|part| Value::text(part)).into_iter();
        Value::Array(parts.chain([self.event.outputs.clone().into()]).collect())
    }
}

/// The first failure of each graph, node and code, and how often it came.
type Reported = HashMap<(String, String, String), (Failure, u64)>;

/// What went wrong in a run: counted and logged.
#[derive(Debug, Default)]
pub struct Failures {
    handled: AtomicU64,
    unhandled: AtomicU64,
    assertions: AtomicU64,
    reported: Mutex<Reported>,
    secrets: Secrets,
}

impl Failures {
    /// The failures of a project with these secrets, which are never shown.
    #[must_use]
    pub fn hiding(secrets: Secrets) -> Self {
        Self { secrets, ..Self::default() }
    }

    /// The text of a panic as it may be shown: it may quote any value.
    pub(super) fn redact(&self, panic: &str) -> String {
        self.secrets.redact(panic).into_owned()
    }

    /// Counts a failure that an On Error node handles.
    pub fn handled(&self) {
        self.handled.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts and logs a failure that no node handles: it decides the exit status.
    pub fn unhandled(&self, mut failure: Failure) {
        // Its values may be large, and only On Error needs them.
        failure.event = FailedEvent::default();
        self.unhandled.fetch_add(1, Ordering::Relaxed);
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (failure.graph.clone(), failure.node.clone(), failure.code.clone());
        let (failure, times) = reported.entry(key).or_insert((failure, 0));
        *times += 1;
        // A node that fails with every message must not fill the log: after ten only powers of two.
        if *times <= 10 || times.is_power_of_two() {
            let Failure { graph, node, node_type, message, code, .. } = &*failure;
            tracing::error!(graph, node, node_type, code, times, "node failed: {message}");
        }
    }

    /// Counts and logs an Assert that did not hold.
    pub fn assertion(&self, graph: &str, node: &str, message: &str) {
        self.assertions.fetch_add(1, Ordering::Relaxed);
        tracing::error!(graph, node, "assertion failed: {message}");
    }

    /// How many failures On Error nodes handled.
    #[must_use]
    pub fn count_handled(&self) -> u64 {
        self.handled.load(Ordering::Relaxed)
    }

    /// How many failures no node handled.
    #[must_use]
    pub fn count_unhandled(&self) -> u64 {
        self.unhandled.load(Ordering::Relaxed)
    }

    /// How many Asserts did not hold.
    #[must_use]
    pub fn count_assertions(&self) -> u64 {
        self.assertions.load(Ordering::Relaxed)
    }

    /// The failures that no node handled, one for each node and code, with how often each came.
    #[must_use]
    pub fn list_unhandled(&self) -> Vec<(Failure, u64)> {
        let reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let mut list: Vec<_> = reported.values().cloned().collect();
        list.sort_by(|(a, _), (b, _)| {
            (&a.graph, &a.node, &a.code).cmp(&(&b.graph, &b.node, &b.code))
        });
        list
    }
}
