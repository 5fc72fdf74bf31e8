//! Values as MessagePack, which tells Int from Float and String from Binary.

use pulsewire_plugin::{Array, Binary, Dictionary, Text, Value};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The bytes of a value.
pub(super) fn encode(value: &Value) -> Result<Vec<u8>, String> {
    rmp_serde::to_vec(&Written(value)).map_err(|error| error.to_string())
}

/// The value of these bytes.
pub(super) fn decode(bytes: &[u8]) -> Result<Value, String> {
    rmp_serde::from_slice(bytes).map(|Read(value)| value).map_err(|error| error.to_string())
}

struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => out.serialize_unit(),
            Value::Bool(value) => out.serialize_bool(*value),
            Value::Int(value) => out.serialize_i64(*value),
            Value::Float(value) => out.serialize_f64(*value),
            Value::String(value) => out.serialize_str(value),
            Value::Binary(value) => out.serialize_bytes(value),
            Value::Array(values) => out.collect_seq(values.iter().map(Written)),
            Value::Dictionary(values) => {
                out.collect_map(values.iter().map(|(name, value)| (name.as_str(), Written(value))))
            }
        }
    }
}

struct Read(Value);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ReadVisitor).map(Self)
    }
}

struct ReadVisitor;

impl<'de> Visitor<'de> for ReadVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
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

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(Value::Int).map_err(E::custom)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::text(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Binary::from(value).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Read(value)) = parts.next_element()? {
            values.push(value);
        }
        Ok(Array::from(values).into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, Read(value))) = parts.next_entry::<String, Read>()? {
            pairs.push((Text::from(name), value));
        }
        Ok(Dictionary::from_iter(pairs).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_as_it_was() {
        let inner =
            Dictionary::from_iter([(Text::from("b"), Value::from(Binary::from(&[0, 255][..])))]);
        let numbers = [0, 5, -1, i64::MAX, i64::MIN].map(Value::Int);
        let floats = [5.0, -0.0, f64::INFINITY, 1e300].map(Value::Float);
        let mut values = vec![Value::Null, Value::Bool(true), Value::from("é"), inner.into()];
        values.extend(numbers.into_iter().chain(floats));
        let all = Value::from(Array::from(values));
        let back = decode(&encode(&all).unwrap()).unwrap();
        assert_eq!(back, all);
        assert_eq!(format!("{back:?}"), format!("{all:?}"));
        assert!(decode(&[0xc1]).is_err());
    }
}
