//! Expressions in CEL, the Common Expression Language.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `program` | a parsed expression, and how it is evaluated within a limit |
//! | `check` | what can be found wrong before the run |
//! | `inputs` | the attribute that lists the inputs |
//! | `values` | our values as those of CEL, and back |

mod cel;
mod check;
mod inputs;
mod program;
mod values;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![cel::node_type()]
}
