//! Control flow.

mod branch;
mod counter;
mod for_each_loop;
mod for_loop;
mod gate;
mod index_switch;
mod once;
mod select_data;
mod sequential;
mod state_machine;
mod switch;
mod toggle;
mod while_loop;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        branch::node_type(),
        sequential::node_type(),
        switch::node_type(),
        index_switch::node_type(),
        select_data::node_type(),
        for_loop::node_type(),
        for_each_loop::node_type(),
        while_loop::node_type(),
        toggle::node_type(),
        gate::node_type(),
        once::node_type(),
        counter::node_type(),
        state_machine::node_type(),
    ]
}
