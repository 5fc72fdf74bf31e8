//! RFC 6455 and RFC 7692, and nothing of what the messages mean.
//!
//! | file | content |
//! | --- | --- |
//! | `handshake` | the opening handshake of both sides |
//! | `frames` | messages and frames, both ways |
//! | `deflate` | compression of messages: permessage-deflate |
//! | `limits` | the limits of what may come in |
//! | `close` | close codes, and how a connection was closed |
//! | `fuzzing` | the entry points of the fuzz targets |

pub(crate) mod close;
pub(crate) mod deflate;
pub(crate) mod frames;
#[cfg(any(fuzzing, test))]
pub mod fuzzing;
pub(crate) mod handshake;
mod limits;

pub(crate) use limits::Limits;
