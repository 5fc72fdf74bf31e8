//! What stands in a file, as values.

use crate::{Binary, Value, ValueType};
use serde_json::Value as Json;

/// Why a written attribute is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("wants {wanted}")]
pub struct BadAttribute {
    /// What was wanted, in words.
    pub wanted: String,
}

impl BadAttribute {
    pub(crate) fn wanted(wanted: String) -> Self {
        Self { wanted }
    }
}

impl Value {
    /// A written attribute as a value of `kind`. A Binary is written as hexadecimal digits; a whole number may
    /// stand for a Float.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn from_attribute(written: &Json, kind: ValueType) -> Result<Self, BadAttribute> {
        let wrong = || BadAttribute::wanted(kind.name().to_owned());
        match kind {
            ValueType::Binary => written.as_str().and_then(from_hex).ok_or_else(|| {
                BadAttribute::wanted(
                    "Binary, written as an even number of hexadecimal digits".into(),
                )
            }),
            ValueType::Float => written.as_f64().map(Self::Float).ok_or_else(wrong),
            _ => {
                let value: Self = serde::Deserialize::deserialize(written).map_err(|_| wrong())?;
                if kind.holds(&value) { Ok(value) } else { Err(wrong()) }
            }
        }
    }
}

fn from_hex(digits: &str) -> Option<Value> {
    let nibbles: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
    let nibbles = nibbles.filter(|nibbles| nibbles.len() % 2 == 0)?;
    let bytes: Option<Vec<u8>> =
        nibbles.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect();
    Some(Value::Binary(Binary::from(&bytes?[..])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn written_values_become_values_of_the_sockets_type() {
        let read = |json: Json, kind| Value::from_attribute(&json, kind);
        assert_eq!(read(json!(5), ValueType::Float), Ok(Value::Float(5.0)));
        let bytes = Value::Binary(Binary::from(&[0xca, 0xfe][..]));
        assert_eq!(read(json!("CAfe"), ValueType::Binary), Ok(bytes));
        for odd in ["abc", "zz"] {
            assert!(read(json!(odd), ValueType::Binary).is_err());
        }
        assert!(read(json!(1.5), ValueType::Int).is_err());
        assert_eq!(read(json!([1]), ValueType::Any).unwrap().to_string(), "[1]");
    }
}
