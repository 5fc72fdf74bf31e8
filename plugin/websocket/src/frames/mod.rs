//! Frames and messages (RFC 6455 sections 5 to 7) on a stream that never blocks: everything behind the opening
//! handshake, and nothing of what the messages mean.

mod assembly;
mod close_payload;
mod frame;
mod halt;
mod header;
mod incoming;
mod input;
mod limits;
mod mask;
mod outflow;
mod pool;
mod reader;
mod rules;
mod socket;
mod taking;
mod transport;
mod writer;

pub(crate) use halt::Halt;
pub(crate) use incoming::Incoming;
pub(crate) use limits::Limits;
pub(crate) use socket::{Config, Socket};
pub(crate) use transport::Transport;

#[cfg(test)]
mod tests;
