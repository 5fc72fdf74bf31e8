//! What Pulsewire users write, as types: `project.json` and logic files.
//!
//! These types only say what may stand in a file. Whether the names in it mean anything is checked by the host,
//! which turns them into the running form.
//!
//! | module | what is there |
//! | --- | --- |
//! | `project` | `project.json` |
//! | `logic` | a logic file: variables, nodes, wires, layout |
//! | `wire` | the text of a wire |
//! | `named` | an object whose names users chose, duplicates included |
//! | `unique` | any JSON value, in which no name stands twice |
#![forbid(unsafe_code)]

mod logic;
mod named;
mod project;
mod unique;
mod wire;

pub use logic::{Logic, NAME_PATTERN, Node, Variable, VariableType, is_node_name};
pub use named::Named;
pub use project::{FORMAT, Limits, PluginSwitch, Project};
pub use unique::Unique;
pub use wire::{End, Wire, WireError};
