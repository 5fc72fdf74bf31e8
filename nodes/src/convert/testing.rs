//! Values for the tests of the conversions.

use super::Convert;
use pulsewire_plugin::{Binary, Value, parse_json};

pub(super) fn json(text: &str) -> Value {
    parse_json(text).unwrap()
}

pub(super) fn bytes(bytes: &[u8]) -> Value {
    Binary::from(bytes).into()
}

/// The result of a conversion as the Console prints it, or why there is none.
pub(super) fn converted(convert: Convert, value: impl Into<Value>) -> String {
    convert(&value.into()).map_or_else(|why| why, |value| value.to_string())
}
