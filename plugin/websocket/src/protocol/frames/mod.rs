//! Frames and messages (RFC 6455 sections 5 to 7) on a stream that never blocks: everything after the opening
//! handshake, independent of the meaning of the messages.

mod close_payload;
mod partial_message;

mod header;
mod incoming;
mod read_buffer;
mod socket_error;

mod buffer_pool;
mod large_message;
mod mask;
mod reader;
mod rules;
mod socket;

mod non_blocking_stream;
mod writer;

pub(crate) use incoming::Incoming;
pub(crate) use non_blocking_stream::NonBlockingStream;
pub(crate) use socket::{Socket, SocketConfig};
pub(crate) use socket_error::SocketError;

#[cfg(test)]
mod tests;
