//! Requests and their answers, for every protocol in which an answer names its request.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `pending` | the requests that wait for an answer, by channel |

mod cancel;
mod expect;
mod next_id;
mod pending;
mod resolve;

use crate::Services;
use pending::Pendings;
use pulsewire_plugin::{Attribute, AttributeKind, NodeType, ValueType};
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    let pendings = Arc::new(Pendings::default());
    vec![
        next_id::node_type(&pendings),
        expect::node_type(&pendings, services),
        resolve::node_type(&pendings, services),
        cancel::node_type(&pendings, services),
    ]
}

/// The attribute by which the nodes of this group find each other.
fn channel() -> Attribute {
    let kind = AttributeKind::Value(ValueType::String);
    let doc = "The name of the channel, such as that of the connection. It connects the nodes of this group in all graphs \
               of the project.";
    Attribute::required("channel", "Channel", kind, doc)
}
