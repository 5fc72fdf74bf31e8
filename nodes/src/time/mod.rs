//! Time.
//!
//! | module | what it contains |
//! | --- | --- |
//! | `zone` | times in a time zone |

mod add;
mod difference;
mod elapsed;
mod format;
mod now;
mod parse;
mod parts;
mod system_time;
mod zone;

use crate::Services;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    vec![
        now::node_type(services),
        system_time::node_type(services),
        elapsed::node_type(services),
        format::node_type(),
        parse::node_type(),
        parts::node_type(),
        add::node_type(),
        difference::node_type(),
    ]
}
