//! The running form of a graph, and what runs it.
//!
//! | module | what is there |
//! | --- | --- |
//! | `compile` | from names to indices, with all mistakes |
//! | `plan` | the compiled graph: flat arrays, immutable |
//! | `interpreter` | runs one event to its end, node by node; `failing` and `endless` when it goes wrong |
//! | `nodes` | the nodes of a graph, each in its `cell`, and the slots that they read and write |
//! | `make` | makes the nodes of a graph; `skipped` those that stand in for others |
//! | `graph` | a running graph, from start to stop; `counters` of its nodes |
//! | `handover` | who runs it: whoever brings an event; `sync` is what that is made of |
//! | `inbox` | the events that wait, and how many may |
//! | `workers` | threads for graphs that nobody else runs |
//! | `timers` | brings events when their time has come |
//! | `watchdog` | tells when a node does not return, by the `progress` of its graph |
//! | `failures` | what went wrong in a run, counted and told |
//! | `services` | what the built-in nodes need of the program |

mod cell;
pub mod compile;
mod counters;
mod endless;
mod failing;
mod failures;
mod graph;
mod handover;
mod inbox;
mod interpreter;
mod make;
mod nodes;
mod plan;
mod progress;
mod services;
mod skipped;
mod sync;
mod timers;
mod watchdog;
mod workers;

pub use compile::{Configurations, Source, World, compile};
pub use counters::NodeCounters;
pub use failures::{Failure, Failures};
pub use graph::{Graph, GraphError};
pub use inbox::InboxLimits;
pub use plan::{Mode, Plan, PlanNode, Span, Target};
pub use services::{Print, RunEvent, RunServices};
pub use timers::Timers;
pub use watchdog::{Stuck, Watchdog};
pub use workers::Workers;

#[cfg(test)]
mod handover_tests;
#[cfg(test)]
mod tests;
