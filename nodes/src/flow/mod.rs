//! Control flow.

mod branch;
mod for_each_loop;
mod for_loop;
mod sequential;
mod switch;
mod while_loop;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        branch::node_type(),
        sequential::node_type(),
        switch::node_type(),
        for_loop::node_type(),
        for_each_loop::node_type(),
        while_loop::node_type(),
    ]
}
