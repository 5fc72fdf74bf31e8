//! The files of the plugin that are under test.

#[path = "../../src/queue/gate.rs"]
pub(crate) mod gate;
// The models do without some of it.
#[allow(dead_code)]
#[path = "../../src/queue/outbox/mod.rs"]
pub(crate) mod outbox;

pub(crate) use crate::parts::outgoing;
