//! `MessagePack` and CBOR (RFC 8949).

use pulsewire_plugin::{Array, Binary, Dictionary, Text, Value};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// More elements than this are not reserved in advance, whatever a header promises.
const MAX_RESERVED: usize = 1024;
const MAX_DEPTH: usize = Value::MAX_DEPTH as usize;

/// A value as `MessagePack`; [`decode_msgpack`] returns it as it was.
///
/// # Errors
/// When it cannot be written.
pub fn encode_msgpack(value: &Value) -> Result<Vec<u8>, String> {
    rmp_serde::to_vec(&Out(value)).map_err(|why| why.to_string())
}

/// The value that [`encode_msgpack`] wrote.
///
/// # Errors
/// What is wrong with the bytes.
pub fn decode_msgpack(bytes: &[u8]) -> Result<Value, String> {
    let mut rest = bytes;
    let mut reader = rmp_serde::Deserializer::new(&mut rest);
    reader.set_max_depth(MAX_DEPTH + 1);
    let found = In::deserialize(&mut reader).map_err(|why| why.to_string())?;
    complete(found, rest)
}

pub(super) fn encode_cbor(value: &Value) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    ciborium::into_writer(&Out(value), &mut bytes).map_err(|why| why.to_string())?;
    Ok(bytes)
}

pub(super) fn decode_cbor(bytes: &[u8]) -> Result<Value, String> {
    let mut rest = bytes;
    let found = ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_DEPTH + 1);
    let found: In = found.map_err(|why| match why {
        ciborium::de::Error::Io(_) => "the bytes end too early".to_owned(),
        ciborium::de::Error::Syntax(at) => format!("the byte at {at} begins no value"),
        ciborium::de::Error::Semantic(_, why) => why,
        ciborium::de::Error::RecursionLimitExceeded => "is nested too deeply".to_owned(),
    })?;
    complete(found, rest)
}

fn complete(found: In, rest: &[u8]) -> Result<Value, String> {
    match rest.len() {
        0 => found.0.check_depth().map_err(|why| why.message),
        more => Err(format!("{more} bytes follow the value")),
    }
}

/// A value with its binaries as bytes.
struct Out<'a>(&'a Value);

impl Serialize for Out<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => out.serialize_unit(),
            Value::Bool(value) => out.serialize_bool(*value),
            Value::Int(value) => out.serialize_i64(*value),
            Value::Float(value) => out.serialize_f64(*value),
            Value::String(value) => out.serialize_str(value),
            Value::Binary(value) => out.serialize_bytes(value),
            Value::Array(values) => out.collect_seq(values.iter().map(Out)),
            Value::Dictionary(values) => {
                // The length stands in front, so it must be known.
                let pairs: Vec<_> =
                    values.iter().map(|(name, value)| (name.as_str(), Out(value))).collect();
                out.collect_map(pairs)
            }
        }
    }
}

/// A value that was read.
struct In(Value);

impl<'de> Deserialize<'de> for In {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(InVisitor)
    }
}

struct InVisitor;

impl<'de> Visitor<'de> for InVisitor {
    type Value = In;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that a socket can hold")
    }

    fn visit_unit<E>(self) -> Result<In, E> {
        Ok(In(Value::Null))
    }

    fn visit_none<E>(self) -> Result<In, E> {
        Ok(In(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<In, D::Error> {
        In::deserialize(from)
    }

    fn visit_bool<E>(self, value: bool) -> Result<In, E> {
        Ok(In(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<In, E> {
        Ok(In(Value::Int(value)))
    }

    /// Becomes a Float beyond 63 bits, as in JSON.
    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E>(self, value: u64) -> Result<In, E> {
        Ok(In(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<In, E> {
        Ok(In(Value::Float(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<In, E> {
        Ok(In(Value::text(value)))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<In, E> {
        Ok(In(Binary::from(value).into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<In, A::Error> {
        let mut values = Vec::with_capacity(parts.size_hint().unwrap_or(0).min(MAX_RESERVED));
        while let Some(In(value)) = parts.next_element()? {
            values.push(value);
        }
        Ok(In(Array::from(values).into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<In, A::Error> {
        let mut pairs = Vec::with_capacity(parts.size_hint().unwrap_or(0).min(MAX_RESERVED));
        while let Some((In(name), In(value))) = parts.next_entry()? {
            let name = match name {
                Value::String(name) => name,
                Value::Int(_) | Value::Bool(_) => Text::from(name.to_string()),
                _ => {
                    return Err(A::Error::custom("a map has a key that is no String, Int or Bool"));
                }
            };
            pairs.push((name, value));
        }
        Ok(In(pairs.into_iter().collect::<Dictionary>().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::parse_json;

    type Codec = (fn(&Value) -> Result<Vec<u8>, String>, fn(&[u8]) -> Result<Value, String>);
    const BOTH: [Codec; 2] = [(encode_msgpack, decode_msgpack), (encode_cbor, decode_cbor)];

    fn hex(digits: &str) -> Vec<u8> {
        data_encoding::HEXLOWER.decode(digits.as_bytes()).unwrap()
    }

    #[test]
    fn values_survive() {
        let json = r#"{"z":[1,-2,2.5,"é",null,true,9223372036854775807],"a":{"b":{}}}"#;
        let mut value = parse_json(json).unwrap();
        if let Value::Dictionary(all) = &mut value {
            all.set(Text::from("bytes"), Binary::from(&[0_u8, 255][..]).into());
        }
        for (encode, decode) in BOTH {
            assert_eq!(decode(&encode(&value).unwrap()).unwrap().to_string(), value.to_string());
        }
    }

    #[test]
    fn numbers_at_the_ends_of_their_types_survive() {
        let ints = [0, 5, -1, i64::MAX, i64::MIN].map(Value::Int);
        let floats = [5.0, -0.0, f64::INFINITY, 1e300].map(Value::Float);
        let all = Value::from(Array::from_iter(ints.into_iter().chain(floats)));
        for (encode, decode) in BOTH {
            let back = decode(&encode(&all).unwrap()).unwrap();
            assert_eq!((&back, format!("{back:?}")), (&all, format!("{all:?}")));
        }
    }

    #[test]
    fn bytes_are_those_of_the_specifications() {
        let value = parse_json(r#"{"a":[1,-1,"x"]}"#).unwrap();
        assert_eq!(encode_msgpack(&value).unwrap(), hex("81a1619301ffa178"));
        assert_eq!(encode_cbor(&value).unwrap(), hex("a161618301206178"));
        assert_eq!(decode_msgpack(&hex("8101c3")).unwrap().to_string(), r#"{"1":true}"#);
        assert_eq!(decode_cbor(&hex("a101f5")).unwrap().to_string(), r#"{"1":true}"#);
        // Lengths that are not known in advance, and a float of 16 bits.
        assert_eq!(decode_cbor(&hex("9f01f93e00ff")).unwrap().to_string(), "[1,1.5]");
        assert_eq!(
            decode_msgpack(&hex("cfffffffffffffffff")).unwrap(),
            Value::Float(u64::MAX as f64)
        );
    }

    #[test]
    fn bytes_that_are_cut_off_hostile_or_too_many_are_refused() {
        let value = parse_json(r#"{"a":[1,"x",{}]}"#).unwrap();
        for (encode, decode) in BOTH {
            let mut bytes = encode(&value).unwrap();
            for cut in 0..bytes.len() {
                assert!(decode(&bytes[..cut]).is_err());
            }
            bytes.push(0);
            assert_eq!(decode(&bytes).unwrap_err(), "1 bytes follow the value");
        }
        for promise in
            ["ddffffffff", "dfffffffff", "c6ffffffff", "dbffffffff", "c1", "81c001", "d40100"]
        {
            assert!(decode_msgpack(&hex(promise)).is_err(), "{promise}");
        }
        for promise in
            ["9bffffffffffffffff", "bbffffffffffffffff", "5bffffffffffffffff", "1c", "a1f601"]
        {
            assert!(decode_cbor(&hex(promise)).is_err(), "{promise}");
        }
        let deep = |open: u8| [vec![open; 100_000], vec![0]].concat();
        assert!(decode_msgpack(&deep(0x91)).is_err() && decode_cbor(&deep(0x81)).is_err());
        let most = |open: u8| [vec![open; 128], vec![0]].concat();
        assert!(decode_msgpack(&most(0x91)).is_ok() && decode_cbor(&most(0x81)).is_ok());
    }
}
