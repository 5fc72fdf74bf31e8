//! Tests whether values are equal, or which comes first.

mod by_value;
mod equality;
mod is_equal;
mod is_greater_equal;
mod is_less_equal;
mod order;

pub(crate) use by_value::ByValue;
pub(crate) use equality::equal;
pub(crate) use order::{numbers, order};

use pulsewire_plugin::{
    Attribute, Context, NodeError, NodeInfo, NodeType, Setup, Socket, ValueType,
};
use std::cmp::Ordering;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![is_equal::node_type(), is_greater_equal::node_type(), is_less_equal::node_type()]
}

/// A comparison of the inputs `a` and `b`, whose result is the output `c`.
fn comparison(id: &str, title: &str, doc: &str) -> NodeInfo {
    NodeInfo::value(id, title, doc)
        .input(Socket::any("a", "A", "The value on the left."))
        .input(Socket::any("b", "B", "The value on the right."))
        .output(Socket::bool("c", "C", "Whether the comparison is true."))
}

/// A comparison of values that have an order. The first mode includes equality, the second does not.
fn ordering(id: &str, title: &str, doc: &str, modes: [&str; 2], modes_doc: &str) -> NodeInfo {
    const ORDERED: [ValueType; 4] =
        [ValueType::Int, ValueType::Float, ValueType::String, ValueType::Any];
    comparison(id, title, doc)
        .attribute(Attribute::data_type(&ORDERED, ValueType::Int))
        .attribute(Attribute::choice("mode", "Mode", &modes, modes_doc))
}

/// Tests whether `a` comes before (`Less`) or after (`Greater`) `b`, or is equal in a mode that includes equality.
fn test_order(
    setup: &Setup<'_>,
    wanted: Ordering,
) -> impl FnMut(&mut Context<'_>) -> Result<bool, NodeError> + use<> {
    let kind = setup.attributes.kind("data_type");
    let or_equal = setup.attributes.text("mode").ends_with("_equal");
    move |context| {
        let found = order(context, kind)?;
        Ok(found == Some(wanted) || or_equal && found == Some(Ordering::Equal))
    }
}
