//! JSON.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `path`, `fields`, `selection` | for JSON Extract: where a field is, the attribute that lists them, and finding all in one pass |
//! | `template` | for JSON Build: a JSON value with placeholders |

mod build;
mod extract;
mod fields;
mod parse;
mod path;
mod selection;
mod stringify;
mod template;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![parse::node_type(), stringify::node_type(), extract::node_type(), build::node_type()]
}
