//! What the Pulsewire host and its plugins agree on.
//!
//! A plugin author implements [`Plugin`], lists [`NodeType`]s and writes a [`Node`] for each; `export_plugin!`
//! makes the shared library. Everything here is plain Rust; what makes it cross the border of a shared library
//! stays in [`boundary`] and under the values.
//!
//! | module | what is there |
//! | --- | --- |
//! | `value` | what travels along data wires |
//! | `node`, `context`, `flow`, `node_error` | a running node: what it is given and what it answers |
//! | `node_info`, `node_type` | a node type: data that can be listed, and what makes its nodes |
//! | `node_fn` | node types whose nodes are a function |
//! | `sockets` | where wires attach |
//! | `attribute`, `attributes` | what users may set, and what they set on a node |
//! | `event` | how a node or a connection brings an event into a graph |
//! | `placeholders` | values with `${…}`, looked up again while the project runs |
//! | `plugin` | a plugin: its settings, node types, life and counters |
//! | `boundary` | the shared-library border, both sides |

mod attribute;
mod attributes;
pub mod boundary;
mod context;
mod event;
mod flow;
mod node;
mod node_error;
mod node_fn;
mod node_info;
mod node_type;
mod placeholders;
mod plugin;
mod sockets;
mod value;

pub use attribute::{Attribute, AttributeError, AttributeKind};
pub use attributes::Attributes;
pub use context::{Context, LoopState};
pub use event::{Emit, EmitError, Emitter};
pub use flow::{Flow, Trigger};
pub use node::Node;
pub use node_error::NodeError;
pub use node_info::{Example, NodeInfo, NodeKind};
pub use node_type::{CreateFn, NodeType, Setup, SocketsFn};
pub use placeholders::{Placeholders, ResolvePlaceholders};
pub use plugin::{
    ConnectionStatus, Host, Level, Log, Plugin, PluginInfo, Project, SettingsError, Status,
};
pub use sockets::{PulseSocket, Socket, Sockets};
pub use value::{
    Array, Binary, Dictionary, JsonError, Payload, Text, Value, ValueType, parse_json,
};
