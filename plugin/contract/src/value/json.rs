use super::{Array, Dictionary, Text, Value};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use std::fmt;

/// Why a text is not JSON, or a value cannot be written as JSON.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct JsonError(#[from] serde_json::Error);

/// Reads one JSON text (RFC 8259) straight into a value, without a tree in between.
///
/// Whole numbers become Int; numbers with a fraction or an exponent, and whole numbers beyond 64 bits, Float.
///
/// # Errors
/// When the text is not JSON, or is nested deeper than 128.
pub fn parse_json(text: &str) -> Result<Value, JsonError> {
    Ok(serde_json::from_str(text)?)
}

impl Value {
    /// This value as JSON, compact or indented.
    ///
    /// # Errors
    /// When it holds a Binary or a number that JSON cannot write (NaN, infinite).
    pub fn to_json(&self, indented: bool) -> Result<String, JsonError> {
        let writer = if indented { serde_json::to_string_pretty } else { serde_json::to_string };
        Ok(writer(&Strict(self))?)
    }

    /// This value as JSON for people: a Binary is written as hexadecimal digits, NaN as null.
    #[must_use]
    pub fn to_json_lossy(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| format!("<{error}>"))
    }
}

/// For people: a Binary is written as hexadecimal digits, NaN as null.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Binary(value) => out.collect_str(value),
            other => write(other, out, |value| value),
        }
    }
}

/// Rejects values that would not be the same when parsed again.
struct Strict<'a>(&'a Value);

impl Serialize for Strict<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Binary(_) => {
                Err(S::Error::custom("JSON has no Binary: convert it to a String first"))
            }
            Value::Float(value) if !value.is_finite() => {
                Err(S::Error::custom(format!("JSON has no number {value}")))
            }
            other => write(other, out, Strict),
        }
    }
}

/// Writes everything but binaries, the parts of arrays and dictionaries as `part` wants them.
fn write<'a, S: Serializer, P: Serialize>(
    value: &'a Value,
    out: S,
    part: impl Fn(&'a Value) -> P,
) -> Result<S::Ok, S::Error> {
    match value {
        Value::Null | Value::Binary(_) => out.serialize_unit(),
        Value::Bool(value) => out.serialize_bool(*value),
        Value::Int(value) => out.serialize_i64(*value),
        Value::Float(value) => out.serialize_f64(*value),
        Value::String(value) => out.serialize_str(value),
        Value::Array(values) => out.collect_seq(values.iter().map(part)),
        Value::Dictionary(values) => {
            out.collect_map(values.iter().map(|(name, value)| (name.as_str(), part(value))))
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    /// Becomes a Float, as in JSON parsers without integers of that size and in `serde_json` beyond `u64`.
    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut values = Vec::with_capacity(parts.size_hint().unwrap_or(0));
        while let Some(value) = parts.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(Array::from(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::with_capacity(parts.size_hint().unwrap_or(0));
        while let Some(pair) = parts.next_entry::<Name, Value>()? {
            pairs.push((pair.0.0, pair.1));
        }
        u32::try_from(pairs.len()).map_err(A::Error::custom)?;
        Ok(Value::Dictionary(Dictionary::from_iter(pairs)))
    }
}

/// A name read into shared text without an owned string in between.
struct Name(Text);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name(Text::from(name)))
            }
        }
        from.deserialize_str(NameVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Binary;

    #[test]
    fn json_round_trips() {
        let text = r#"{"z":[1,-2.5,"é",null,true],"a":{}}"#;
        assert_eq!(parse_json(text).unwrap().to_json(false).unwrap(), text);
    }

    #[test]
    fn values_that_json_cannot_hold_are_rejected_or_shown() {
        let bytes = Value::from(Binary::from(&[1_u8, 0xab][..]));
        let list = Value::from(Array::from_iter([bytes]));
        assert!(list.to_json(false).unwrap_err().to_string().contains("no Binary"));
        assert_eq!(list.to_json_lossy(), r#"["01ab"]"#);
        assert!(Value::Float(f64::NAN).to_json(false).is_err());
    }

    #[test]
    fn whole_numbers_beyond_64_bits_become_floats() {
        assert_eq!(parse_json("9223372036854775807").unwrap(), Value::Int(i64::MAX));
        for beyond in ["9223372036854775808", "18446744073709551616"] {
            assert_eq!(parse_json(beyond).unwrap(), Value::Float(beyond.parse().unwrap()));
        }
    }
}
