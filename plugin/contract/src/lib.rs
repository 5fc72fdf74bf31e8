//! What the Pulsewire host and its plugins agree on.
//!
//! A plugin author implements [`Plugin`], lists [`NodeType`]s and writes a [`Node`] for each; `export_plugin!`
//! creates the shared library. Everything here is plain Rust; the code that carries it across the boundary of a shared
//! library stays in [`boundary`] and under the values.
//!
//! | module | content |
//! | --- | --- |
//! | `value` | the values on data wires |
//! | `node`, `context`, `flow`, `node_error` | a running node: what it receives and returns |
//! | `node_info`, `node_type` | a node type: its description, and what creates its nodes |
//! | `node_fn` | node types whose nodes are a function |
//! | `sockets` | where wires attach |
//! | `attribute`, `attributes` | what users may set, and what they set on a node |
//! | `constants` | what of a node can be checked before the run |
//! | `event` | how a node or a connection emits an event into a graph |
//! | `placeholders` | values with `${…}`, resolved again while the project runs |
//! | `plugin` | a plugin: its settings, node types, lifecycle and counters |
//! | `boundary` | the boundary of the shared library, both sides |

mod attribute;
mod attributes;
pub mod boundary;
mod constants;
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
pub use constants::{AttributeMistake, Constants};
pub use context::{Context, LoopState};
pub use event::{Emit, EmitError, Emitter};
pub use flow::{Flow, Trigger};
pub use node::Node;
pub use node_error::NodeError;
pub use node_info::{Example, NodeInfo, NodeKind};
pub use node_type::{CreateFn, NodeType, Setup, SocketsFn};
pub use placeholders::{Placeholders, ResolvePlaceholders};
pub use plugin::{
    ConnectionStatus, Host, HostServices, Level, Plugin, PluginInfo, Project, SettingsError, Status,
};
pub use sockets::{PulseSocket, Socket, Sockets};
pub use value::{
    Array, BigNumber, BigNumbers, Binary, Dictionary, FloatText, JsonError, Payload, Text, Value,
    ValueType, json_text, parse_json, parse_json_with, whole_number,
};
