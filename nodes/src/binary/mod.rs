//! Bytes.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `layout`, `field_type` | for Pack and Unpack: the fields of a message, and how each is written |
//! | `framing` | for Split Stream: where frames end |
//! | `position` | positions within bytes |

mod bitwise;
mod concat;
mod field_type;
mod find;
mod framing;
mod get_byte;
mod layout;
mod length;
mod pack;
mod position;
mod set_byte;
mod slice;
mod split_stream;
mod unpack;

use pulsewire_plugin::{Binary, NodeType, Payload, Value};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        pack::node_type(),
        unpack::node_type(),
        split_stream::node_type(),
        length::node_type(),
        slice::node_type(),
        concat::node_type(),
        find::node_type(),
        get_byte::node_type(),
        set_byte::node_type(),
        bitwise::node_type(),
    ]
}

/// Bytes as a value, without a copy.
fn owned(bytes: Vec<u8>) -> Value {
    Binary::from(Payload::from_owner(bytes)).into()
}
