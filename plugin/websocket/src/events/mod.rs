//! What happens on a connection or server, on its way to the graphs.
//!
//! | file | content |
//! | --- | --- |
//! | `listeners` | the event nodes of a connection or server |
//! | `notifier` | sends events to them, and failures to the log as well |
//! | `event_queue` | events that a full inbox refused, in order |
//! | `outputs` | what an event carries: the outputs of its node |
//! | `attempt` | which attempt to connect an event is about |
//! | `counters` | what went through a connection |
//! | `client_errors` | the errors that the clients of a server caused, by kind |

mod attempt;
mod client_errors;
mod counters;
mod event_queue;
mod listeners;
mod notifier;
pub(crate) mod outputs;

pub(crate) use attempt::Attempt;
pub(crate) use client_errors::{ClientErrorCounts, ClientErrors};
pub(crate) use counters::{Counters, Counts};
pub(crate) use listeners::{ListenerRegistry, MessageListener, Topic};
pub(crate) use notifier::Notifier;
