//! The node types, one per file.
//!
//! | module | content |
//! | --- | --- |
//! | `client` | the nodes of connections |
//! | `server` | the nodes of servers |
//! | `constants` | checks of constants that several nodes share |
//! | `sockets` | sockets and attributes that several nodes have |
//! | `event_node`, `received_message` | what event nodes share |

mod client;
mod constants;
mod event_node;
mod received_message;
mod server;
mod sockets;

use crate::endpoints::SharedEndpoints;
use pulsewire_plugin::NodeType;

/// Every node type of the plugin, in listing order.
pub(crate) fn all(endpoints: &SharedEndpoints) -> Vec<NodeType> {
    let makers = client::NODE_TYPES.iter().chain(&server::NODE_TYPES);
    makers.map(|make| make(endpoints.clone())).collect()
}

/// Makes a node type whose nodes look up their connection or server when they are made.
type Maker = fn(SharedEndpoints) -> NodeType;

#[cfg(test)]
mod tests;
