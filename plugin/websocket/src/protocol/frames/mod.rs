//! Frames and messages (RFC 6455 sections 5 to 7) on a stream that never blocks: everything after the opening
//! handshake, independent of the meaning of the messages.
//!
//! | file | content |
//! | --- | --- |
//! | `socket` | a WebSocket after its opening handshake: both halves and the closing handshake |
//! | `reader`, `read_buffer`, `partial_message`, `incoming` | the reading half: bytes become messages |
//! | `writer`, `large_message` | the writing half: messages become bytes |
//! | `header`, `rules`, `mask`, `close_payload` | the parts of a frame |
//! | `buffer_pool` | buffers that connections on a thread take turns to use |
//! | `non_blocking_stream`, `socket_error` | the stream below, and why it cannot go on |

mod buffer_pool;
mod close_payload;
mod header;
mod incoming;
mod large_message;
mod mask;
mod non_blocking_stream;
mod partial_message;
mod read_buffer;
mod reader;
mod rules;
mod socket;
mod socket_error;
mod writer;

pub(crate) use incoming::Incoming;
pub(crate) use non_blocking_stream::NonBlockingStream;
pub(crate) use socket::{Socket, SocketConfig};
pub(crate) use socket_error::SocketError;

#[cfg(test)]
mod tests;
