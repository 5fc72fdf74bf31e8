use super::{Array, Binary, Dictionary, Text, Value};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The type of a data socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueType {
    /// `true` or `false`.
    Bool,
    /// A signed 64-bit whole number.
    Int,
    /// A 64-bit floating-point number.
    Float,
    /// UTF-8 text.
    String,
    /// Bytes.
    Binary,
    /// Values in order.
    Array,
    /// Values by name.
    Dictionary,
    /// Any of them; checked when the value arrives.
    Any,
}

impl ValueType {
    /// Every type, in the order in which they are listed to users.
    pub const ALL: [Self; 8] = [
        Self::Bool,
        Self::Int,
        Self::Float,
        Self::String,
        Self::Binary,
        Self::Array,
        Self::Dictionary,
        Self::Any,
    ];

    /// The name users write.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "Bool",
            Self::Int => "Int",
            Self::Float => "Float",
            Self::String => "String",
            Self::Binary => "Binary",
            Self::Array => "Array",
            Self::Dictionary => "Dictionary",
            Self::Any => "Any",
        }
    }

    /// The type of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The value of a socket of this type before it is set: false, 0, empty, or null for `Any`.
    #[must_use]
    pub fn zero(self) -> Value {
        match self {
            Self::Bool => Value::Bool(false),
            Self::Int => Value::Int(0),
            Self::Float => Value::Float(0.0),
            Self::String => Value::String(Text::default()),
            Self::Binary => Value::Binary(Binary::default()),
            Self::Array => Value::Array(Array::default()),
            Self::Dictionary => Value::Dictionary(Dictionary::default()),
            Self::Any => Value::Null,
        }
    }

    /// Whether a wire may lead from an output of this type to an input of the type `input`: they are the same, one is
    /// `Any`, or an Int becomes a Float.
    #[must_use]
    pub fn can_feed(self, input: Self) -> bool {
        self == input
            || self == Self::Any
            || input == Self::Any
            || (self == Self::Int && input == Self::Float)
    }

    /// Whether a socket of this type can hold `value`.
    #[must_use]
    pub fn accepts(self, value: &Value) -> bool {
        self == Self::Any || self == value.kind()
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
