//! The values on data wires.
//!
//! Values cross the plugin boundary unchanged. Strings, binaries, arrays and dictionaries are shared: a clone
//! counts a reference and copies nothing.

mod array;
mod big_numbers;
mod binary;
mod depth;
mod dictionary;
mod json;
mod json_writer;
mod kind;
mod number;
mod payload;
mod text;
mod tree;

pub use array::Array;
pub use big_numbers::{BigNumber, BigNumbers};
pub use binary::Binary;
pub use dictionary::Dictionary;
pub use json::{JsonError, parse_json, parse_json_with};
pub use json_writer::json_text;
pub use kind::ValueType;
pub use number::{FloatText, whole_number};
pub use payload::Payload;
pub use text::Text;

use abi_stable::StableAbi;
use std::fmt;

/// One value on a data socket.
///
/// The tag is as wide as what it stands before: behind a narrow one, copies of a value move the bytes between in
/// overlapping parts, for which the processor has to wait.
#[repr(u64)]
#[derive(StableAbi, Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing: what an `Any` socket holds before it was set, and JSON's `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A signed 64-bit whole number.
    Int(i64),
    /// A 64-bit floating-point number.
    Float(f64),
    /// UTF-8 text.
    String(Text),
    /// Bytes.
    Binary(Binary),
    /// Values in order.
    Array(Array),
    /// Values by name, in the order in which they were added.
    Dictionary(Dictionary),
}

impl Value {
    /// The type of this value. `Null` is of type `Any`: no other type holds it.
    #[must_use]
    pub const fn kind(&self) -> ValueType {
        match self {
            Self::Null => ValueType::Any,
            Self::Bool(_) => ValueType::Bool,
            Self::Int(_) => ValueType::Int,
            Self::Float(_) => ValueType::Float,
            Self::String(_) => ValueType::String,
            Self::Binary(_) => ValueType::Binary,
            Self::Array(_) => ValueType::Array,
            Self::Dictionary(_) => ValueType::Dictionary,
        }
    }

    /// Puts `value` in the place of this one.
    ///
    /// Does what an assignment does, in less time: that one makes the new value elsewhere, for to drop the old one may
    /// fail, and moves it here while the processor still writes it. Here what must be dropped goes first, and plain
    /// values have nothing to drop.
    #[inline]
    pub(crate) fn replace_with(&mut self, value: Self) {
        if !matches!(self, Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_)) {
            *self = Self::Null;
        }
        std::mem::forget(std::mem::replace(self, value));
    }

    /// A string value that copies `text`.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::String(Text::from(text))
    }
}

/// As a person reads it: text bare, binaries as hexadecimal digits, arrays and dictionaries as JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => FloatText(*value).fmt(f),
            Self::String(value) => f.write_str(value),
            Self::Binary(value) => write!(f, "{value}"),
            Self::Array(_) | Self::Dictionary(_) => f.write_str(&self.to_json_lossy()),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(Text::from(value))
    }
}

impl From<Text> for Value {
    fn from(value: Text) -> Self {
        Self::String(value)
    }
}

impl From<Binary> for Value {
    fn from(value: Binary) -> Self {
        Self::Binary(value)
    }
}

impl From<Array> for Value {
    fn from(value: Array) -> Self {
        Self::Array(value)
    }
}

impl From<Dictionary> for Value {
    fn from(value: Dictionary) -> Self {
        Self::Dictionary(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fits_in_half_a_cache_line() {
        assert_eq!(size_of::<Value>(), 32);
    }

    #[test]
    fn shows_itself_as_a_person_reads_it() {
        let shown = |value: Value| value.to_string();
        assert_eq!(shown(Value::from(1.0)), "1.0");
        assert_eq!(shown(Value::from("a b")), "a b");
        assert_eq!(shown(Value::from(Binary::from(&[0xca, 0xfe][..]))), "cafe");
        let list = Array::from_iter([Value::Null, Value::from("x")]);
        assert_eq!(shown(Value::from(list)), r#"[null,"x"]"#);
    }
}
