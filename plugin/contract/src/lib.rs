//! What the Pulsewire host and its plugins agree on.
//!
//! A plugin author implements [`Plugin`], lists [`NodeType`]s and writes a [`Node`] for each; `export_plugin!`
//! makes the shared library. Everything here is plain Rust; what makes it cross the border of a shared library
//! stays in [`boundary`] and under the values.
//!
//! | module | what is there |
//! | --- | --- |
//! | `value` | what travels along data wires |
//! | `node`, `context`, `node_error` | a running node: what it is given and what it answers |
//! | `node_info`, `node_type` | a node type: data that can be listed, and what makes its nodes |
//! | `sockets` | where wires attach |
//! | `attribute`, `attributes`, `written` | what users may set, what they set on a node, and as which value |
//! | `event` | how a node or a connection brings an event into a graph |
//! | `fresh` | what users wrote with `${…}` in it, looked up again while the project runs |
//! | `plugin` | a plugin: its settings, node types, life and counters |
//! | `boundary` | the shared-library border, both sides |

mod attribute;
mod attributes;
pub mod boundary;
mod context;
mod event;
mod fresh;
mod node;
mod node_error;
mod node_info;
mod node_type;
mod plugin;
mod sockets;
mod value;
mod written;

pub use attribute::{Attribute, AttributeKind};
pub use attributes::Attributes;
pub use boundary::{Context, Resume};
pub use event::{Emit, Emitter, Refused};
pub use fresh::{Fresh, Project, Renew};
pub use node::{Flow, Node, Trigger};
pub use node_error::NodeError;
pub use node_info::{Example, NodeInfo, NodeKind};
pub use node_type::{Create, NodeType, Rule, Setup};
pub use plugin::{About, ConnectionStatus, Host, Level, Log, Mistake, Plugin, Status};
pub use sockets::{PulseSocket, Socket, Sockets};
pub use value::{
    Array, Binary, Dictionary, JsonError, Payload, Text, Value, ValueType, parse_json,
};
pub use written::BadAttribute;
