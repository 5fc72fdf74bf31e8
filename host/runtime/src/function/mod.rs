//! Functions: logic files that are used as node types.
//!
//! | file | contents |
//! | --- | --- |
//! | `body` | the nodes and wires of a logic file, with the places where `${attribute:NAME}` stands |
//! | `template` | a value with `${attribute:NAME}` in it |
//! | `node_type` | the node type that a function is to those who use it |

mod body;
mod node_type;
mod template;

pub use body::{Body, Placeholders};
pub use node_type::{Configured, node_type, socket_kind};
pub use template::{AttributeValue, AttributeValues, Segment, Template};

use pulsewire_project_settings::{Function as Head, FunctionSocket, Named, SocketType};
use std::path::PathBuf;

/// The name under which the inputs of a function are wired inside it.
pub const INPUT: &str = "input";

/// The name under which the outputs of a function are wired inside it.
pub const OUTPUT: &str = "output";

/// The group of the node types that functions are.
pub const GROUP: &str = "function";

/// A function: a logic file that is used as the node type `function.NAME`.
#[derive(Clone, Debug, Default)]
pub struct Function {
    /// Its name: `rpc` for `functions/rpc.json` and for `std:rpc`.
    pub name: String,
    /// As `project.json` lists it.
    pub path: String,
    /// The file that diagnostics point to.
    pub file: PathBuf,
    /// What its nodes show.
    pub head: Head,
    /// Its nodes and wires.
    pub body: Body,
    /// What its attributes of type Configuration refer to, by attribute.
    pub configured: Configured,
    /// Why its uses cannot be expanded.
    pub defect: Option<Defect>,
}

/// Why the uses of a function cannot be expanded. The function itself was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// It has mistakes.
    Mistakes,
    /// It needs a plugin that is disabled or missing, for this reason.
    Plugin(String),
}

impl Function {
    /// The id of its node type.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{GROUP}.{}", self.name)
    }

    /// Whether it has inputs for pulses, and whether it has outputs for pulses.
    #[must_use]
    pub fn has_pulses(&self) -> (bool, bool) {
        let has = |sockets: &Named<FunctionSocket>| {
            sockets.iter().any(|(_, socket)| socket.kind() == SocketType::Pulse)
        };
        (has(&self.head.inputs), has(&self.head.outputs))
    }
}
