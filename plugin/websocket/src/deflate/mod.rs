//! Compression of messages: permessage-deflate (RFC 7692).

mod agreed;
mod client;
mod deflater;
mod engines;
mod inflater;
mod parameters;
mod server;
mod shared;

pub(crate) use agreed::Agreed;
pub(crate) use client::{accept, offer};
pub(crate) use deflater::Deflater;
pub(crate) use inflater::Inflater;
pub(crate) use server::choose;
pub(crate) use shared::Shared;

/// Its name in `Sec-WebSocket-Extensions`.
const NAME: &str = "permessage-deflate";

/// What ends each message before it is cut off for sending and put back for inflating (RFC 7692 section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

#[cfg(test)]
mod tests;
