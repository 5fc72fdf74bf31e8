//! The built-in toolbox: every node type that is available without a plugin.
//!
//! One node a file, one group a folder; the `mod.rs` of a folder lists its node types. To add a node, copy a neighbour
//! (`string/contains.rs` is a short one) and add a line to the list. Every file has the same shape: `node_type` with
//! names, doc, sockets, example and what the node computes; then its tests. A node with state of its own is a struct
//! that implements `Node`, such as `flow/for_loop.rs`.
//!
//! | group | what its nodes do |
//! | --- | --- |
//! | `event` | start logic: begin and end of the run, failures, custom events |
//! | `timer` | fire later, once or repeatedly |
//! | `flow` | decide where the pulse goes |
//! | `variable` | read and set variables, and fire when they change |
//! | `compare`, `logic`, `math` | compute with numbers and Booleans |
//! | `expression` | compute with expressions in CEL |
//! | `string`, `json`, `array`, `dictionary` | build and read values |
//! | `convert` | convert values to other types, and tell their type |
//! | `codec` | encode, decode and hash, random values |
//! | `binary` | build, read and divide bytes |
//! | `reply` | wait for the answers to requests |
//! | `time` | return the time, write, read and compute with times |
//! | `console`, `program` | write to the terminal and end the run |
//! | `benchmark` | measure how long something takes |
//!
//! | module | what the groups share |
//! | --- | --- |
//! | `services` | what the nodes need from the program that runs them |
//! | `channel` | events from one node to others |
//! | `names` | names that users give to sockets |
//! | `sockets` | sockets that depend on attributes |
//! | `example` | examples of the usual shape |
//! | `range` | parts of strings and arrays |
//! | `types` | values checked against the type of a socket |
//! | `text` | texts built with few allocations |
#![forbid(unsafe_code)]

mod channel;
mod example;
mod names;
mod range;
mod services;
mod sockets;
mod text;
mod types;

mod array;
mod benchmark;
mod binary;
mod codec;
mod compare;
mod console;
mod convert;
mod dictionary;
mod event;
mod expression;
mod flow;
mod json;
mod logic;
mod math;
mod program;
mod reply;
mod string;
mod time;
mod timer;
mod variable;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use codec::{decode_msgpack, encode_msgpack};
pub use services::{Services, TimerId};

use pulsewire_plugin::NodeType;
use std::sync::Arc;

/// Every built-in node type, for one run of a project: custom events reach all graphs whose nodes are created from the
/// same list.
#[must_use]
pub fn toolbox(services: &Arc<dyn Services>) -> Vec<NodeType> {
    let groups = [
        event::node_types(),
        timer::node_types(services),
        flow::node_types(),
        variable::node_types(),
        compare::node_types(),
        logic::node_types(),
        math::node_types(services),
        string::node_types(),
        expression::node_types(),
        json::node_types(),
        array::node_types(),
        dictionary::node_types(),
        convert::node_types(),
        codec::node_types(services),
        binary::node_types(),
        reply::node_types(services),
        time::node_types(services),
        console::node_types(services),
        benchmark::node_types(services),
        program::node_types(services),
    ];
    groups.into_iter().flatten().collect()
}
