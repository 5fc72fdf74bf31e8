//! Arrays.

mod clear;
mod concat;
mod contains;
mod find;
mod get;
mod index;
mod insert;
mod length;
mod pop;
mod push;
mod remove;
mod reverse;
mod set;
mod slice;
mod sort;
mod unique;
mod value;

pub(crate) use index::element;

use pulsewire_plugin::{NodeType, Socket};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        value::node_type(),
        get::node_type(),
        set::node_type(),
        push::node_type(),
        insert::node_type(),
        pop::node_type(),
        remove::node_type(),
        clear::node_type(),
        concat::node_type(),
        length::node_type(),
        find::node_type(),
        contains::node_type(),
        slice::node_type(),
        sort::node_type(),
        reverse::node_type(),
        unique::node_type(),
    ]
}

fn array(doc: &str) -> Socket {
    Socket::array("array", "Array", doc)
}

fn index() -> Socket {
    Socket::int("index", "Index", "The position of the element, from 0.")
}
