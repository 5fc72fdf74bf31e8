//! Encodings, hashes and random values.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `bytes` | inputs and outputs that are bytes or text |
//! | `compression`, `packed`, `percent`, `rows` | formats: gzip, zlib, deflate; MessagePack and CBOR; URLs; CSV |
//! | `algorithm` | the algorithms of Hash and HMAC |

mod algorithm;
mod bytes;
mod compression;
mod decode;
mod encode;
mod hash;
mod hmac;
mod packed;
mod percent;
mod random_bytes;
mod rows;
mod uuid;

pub use packed::{decode_msgpack, encode_msgpack};

use crate::Services;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    vec![
        encode::node_type(),
        decode::node_type(),
        hash::node_type(),
        hmac::node_type(),
        random_bytes::node_type(),
        uuid::node_type(services),
    ]
}
