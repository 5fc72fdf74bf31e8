//! What everything else runs on: threads and tasks, timers, the host's log, states and how they change.
//!
//! | file | content |
//! | --- | --- |
//! | `tasks` | the plugin's tasks and the threads that run them |
//! | `stuck_threads` | threads that a graph does not give back |
//! | `lifecycle`, `state` | start, stop and retry, never twice at once; the state that nodes read |
//! | `timer` | a timer that a task polls |
//! | `log` | the host's log, under the name of a connection |
//! | `sync` | the synchronisation primitives of the send queue, which loom replaces in its test |

mod lifecycle;
mod log;
mod state;
mod stuck_threads;
pub(crate) mod sync;
mod tasks;
mod timer;

pub(crate) use lifecycle::{Lifecycle, Started};
pub(crate) use log::Log;
pub(crate) use state::{State, StateCell};
pub(crate) use stuck_threads::in_graph;
pub(crate) use tasks::Tasks;
pub(crate) use timer::Timer;
