//! The files of a Pulsewire project as types: `project.json` and logic files.
//!
//! These types only define the format of a file. The host checks the names in it and compiles it.
//!
//! | module | content |
//! | --- | --- |
//! | `project` | `project.json` |
//! | `logic_entry` | a graph in the list of `project.json` |
//! | `logic` | a logic file: variables, nodes, wires, layout |
//! | `function` | the head of a function |
//! | `wire` | the text of a wire |
//! | `named` | a JSON object with user-defined names, duplicates included |
//! | `unique_keys` | a JSON value without duplicate names |
#![forbid(unsafe_code)]

mod function;
mod logic;
mod logic_entry;
mod named;
mod project;
mod unique_keys;
mod wire;

pub use function::{
    AttributeType, FullSocket, Function, FunctionAttribute, FunctionExample, FunctionSocket,
    SocketType,
};
pub use logic::{Logic, NAME_PATTERN, Node, Variable, VariableType, is_node_name};
pub use logic_entry::{LogicEntry, LogicInstance};
pub use named::Named;
pub use project::{FORMAT, Limits, PluginSwitch, Project};
pub use unique_keys::UniqueKeys;
pub use wire::{Endpoint, Wire, WireError};
