//! What waits to be sent.
//!
//! | file | content |
//! | --- | --- |
//! | `outgoing` | a message, Ping or Close frame that waits |
//! | `outbox` | the send queue of an open connection, and what happens when a message does not fit |
//! | `offline_queue` | messages that wait while a connection is not open |
//! | `gate`, `graph_gates` | backpressure: connections pause reading while a queue is over its limit |

mod gate;
mod graph_gates;
mod offline_queue;
mod outbox;
mod outgoing;

pub(crate) use gate::Gate;
pub(crate) use graph_gates::{GraphGates, GraphGatesByName};
pub(crate) use offline_queue::OfflineQueue;
pub(crate) use outbox::Outbox;
pub(crate) use outgoing::Outgoing;

#[cfg(test)]
mod tests;
