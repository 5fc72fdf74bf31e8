//! Compression of messages: permessage-deflate (RFC 7692).
//!
//! | file | content |
//! | --- | --- |
//! | `client`, `server`, `parameters` | the negotiation (RFC 7692 sections 5 and 7.1) |
//! | `negotiated` | its result |
//! | `deflater`, `inflater` | compression and decompression of one connection |
//! | `engines` | the compressors of zlib, pooled per thread |
//! | `shared_message` | a message that is compressed once for several clients |

mod client;
mod deflater;
mod engines;
mod inflater;
mod negotiated;
mod parameters;
mod server;
mod shared_message;

pub(crate) use client::{accept_answer, offer};
pub(crate) use deflater::Deflater;
pub(crate) use inflater::Inflater;
pub(crate) use negotiated::NegotiatedDeflate;
pub(crate) use server::accept_offer;
pub(crate) use shared_message::SharedMessage;

/// Its name in `Sec-WebSocket-Extensions`.
const NAME: &str = "permessage-deflate";

/// The tail that is removed from each message before sending and added before inflating (RFC 7692 section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

#[cfg(test)]
mod tests;
