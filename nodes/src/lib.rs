//! The built-in toolbox: every node type that is there without a plugin.
//!
//! One node per file, one folder per group; a folder's `mod.rs` lists its node types. To add a node: its own file
//! and one line in the list. Every file has the same shape: `node_type` with names, sockets and doc, the node as
//! a struct, its work as `impl Node`, an example as a logic file.
//!
//! | group | what its nodes do |
//! | --- | --- |
//! | `event` | start logic: begin, end, failures, custom events |
//! | `timer` | come back later, once or again and again |
//! | `flow` | decide where the pulse goes |
//! | `variable` | keep values and tell when they change |
//! | `compare`, `logic`, `math` | compute with numbers and truths |
//! | `string`, `json`, `array`, `dictionary` | take values apart and put them together |
//! | `convert` | make one type of another |
//! | `time` | tell the time |
//! | `console`, `program` | speak to the person at the terminal and end the run |
//!
//! | module | what the groups share |
//! | --- | --- |
//! | `services` | what the nodes need of the program that runs them |
//! | `channel` | how one node brings events to others |
//! | `sockets` | sockets that depend on attributes |
//! | `kinds` | values as sockets of a given type take them |
//! | `text` | how text is built with few allocations |
#![forbid(unsafe_code)]

mod channel;
mod kinds;
mod services;
mod sockets;
mod text;

mod array;
mod compare;
mod console;
mod convert;
mod dictionary;
mod event;
mod flow;
mod json;
mod logic;
mod math;
mod program;
mod string;
mod time;
mod timer;
mod variable;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use services::{Services, TimerId};

use pulsewire_plugin::NodeType;
use std::sync::Arc;

/// Every built-in node type, for one run of a project: custom events travel between the graphs whose nodes are
/// made from the same list.
#[must_use]
pub fn toolbox(services: &Arc<dyn Services>) -> Vec<NodeType> {
    let groups = [
        event::node_types(),
        timer::node_types(services),
        flow::node_types(),
        variable::node_types(),
        compare::node_types(),
        logic::node_types(),
        math::node_types(),
        string::node_types(),
        json::node_types(),
        array::node_types(),
        dictionary::node_types(),
        convert::node_types(),
        time::node_types(services),
        console::node_types(services),
        program::node_types(services),
    ];
    groups.into_iter().flatten().collect()
}
