//! Conversion between types, and tests of the type of a value.

mod conversion;
mod input;
mod is_data_type;
mod to_array;
mod to_binary;
mod to_bool;
mod to_dictionary;
mod to_float;
mod to_int;
mod to_string;
mod type_of;

#[cfg(test)]
mod testing;

use pulsewire_plugin::{NodeType, Value};

/// Converts a value to one type, or says why it cannot be converted.
type Convert = fn(&Value) -> Result<Value, String>;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![conversion::node_type(), is_data_type::node_type(), type_of::node_type()]
}
