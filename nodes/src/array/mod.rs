//! Arrays.

mod get;
mod index;
mod length;
mod push;
mod set;

use pulsewire_plugin::{NodeType, Socket};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![get::node_type(), set::node_type(), push::node_type(), length::node_type()]
}

fn array(doc: &str) -> Socket {
    Socket::array("array", "Array", doc)
}

fn index() -> Socket {
    Socket::int("index", "Index", "The position of the element, from 0.")
}
