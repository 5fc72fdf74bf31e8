//! The running form of a graph, and what runs it.
//!
//! | module | what is there |
//! | --- | --- |
//! | `compile` | from names to indices, with all mistakes |
//! | `plan` | the compiled graph: flat arrays, immutable |
//! | `interpreter` | runs one event to its end, node by node |
//! | `step_limit`, `error_queue` | an event that does not end; the failures of an event |
//! | `nodes`, `node_state` | the nodes of a graph and the slots that they read and write |
//! | `create_nodes`, `inactive` | creates the nodes of a graph; nodes that take the place of others |
//! | `graph`, `lifecycle` | a running graph; its start and stop |
//! | `dispatch` | which thread runs a graph; `sync` are its synchronisation primitives |
//! | `chain`, `busy_graph` | which events led to an event; detects graphs that keep themselves busy |
//! | `shared_variables`, `persistence` | variables of the project; variables that outlive a run |
//! | `inbox` | the events that wait, and how many may |
//! | `workers` | threads for graphs that no other thread runs |
//! | `timers` | emits events at their time |
//! | `progress`, `watchdog` | what a graph does now; detects nodes that do not return |
//! | `failures`, `counters` | what went wrong in a run; how often nodes ran |
//! | `services` | what the built-in nodes need of the program |

mod busy_graph;
mod chain;
pub mod compile;
mod counters;
mod create_nodes;
mod dispatch;
mod error_queue;
mod failures;
mod graph;
mod inactive;
mod inbox;
mod interpreter;
mod lifecycle;
mod node_state;
mod nodes;
mod persistence;
mod plan;
mod progress;
mod services;
mod shared_variables;
mod step_limit;
mod sync;
mod timers;
mod watchdog;
mod workers;

pub use compile::{Configurations, Environment, Source, compile};
pub use counters::NodeCounters;
pub use create_nodes::GraphError;
pub use failures::{Failure, Failures};
pub use graph::Graph;
pub use inbox::InboxLimits;
pub use lifecycle::Lasting;
pub use persistence::{PersistentCopy, VariableKey};
pub use plan::{Mode, Plan, PlanNode, PlanVariable, Span, Target};
pub use services::{Print, RunEvent, RunServices};
pub use shared_variables::{SharedVariable, SharedVariables};
pub use timers::Timers;
pub use watchdog::{Stuck, Watchdog};
pub use workers::Workers;

#[cfg(test)]
mod tests;
