use super::big_numbers::rewrite;
use super::json_writer::to_text;
use super::{Array, BigNumber, BigNumbers, Dictionary, Text, Value};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Error as _, Serialize, Serializer};
use std::cell::Cell;
use std::fmt;

/// Why a text cannot be read as JSON, or a value cannot be written as JSON.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub enum JsonError {
    /// The text is not JSON, or the value has a part that JSON does not have.
    Json(#[from] serde_json::Error),
    /// The text has a whole number that does not fit in an Int.
    BigNumber(#[from] BigNumber),
}

/// Reads one JSON text (RFC 8259) straight into a value, without a tree in between.
///
/// Whole numbers become Int; numbers with a fraction or an exponent Float.
///
/// # Errors
/// When the text is not JSON, is nested deeper than 128, or has a whole number beyond 64 bits.
pub fn parse_json(text: &str) -> Result<Value, JsonError> {
    parse_json_with(text, BigNumbers::Error)
}

/// The same, with a rule for whole numbers beyond 64 bits.
///
/// # Errors
/// When the text is not JSON, is nested deeper than 128, or has a number that the rule refuses or no Float can hold.
pub fn parse_json_with(text: &str, big_numbers: BigNumbers) -> Result<Value, JsonError> {
    let doubtful = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = ValueVisitor { doubtful: &doubtful }.deserialize(&mut reader);
    let read = read.and_then(|value| reader.end().map(|()| value));
    // `serde_json` reads `-0` and what does not fit in 64 bits as Floats, or not at all. The text tells what they were.
    if (doubtful.get() || read.is_err())
        && let Some(text) = rewrite(text, big_numbers)?
    {
        return Ok(serde_json::from_str(&text)?);
    }
    Ok(read?)
}

impl Value {
    /// This value as JSON, compact or indented.
    ///
    /// # Errors
    /// When it holds a Binary or a number that JSON cannot write (NaN, infinite).
    pub fn to_json(&self, indented: bool) -> Result<String, JsonError> {
        Ok(to_text(&Strict(self), indented)?)
    }

    /// Writes this value as compact JSON to the end of `out`.
    ///
    /// # Errors
    /// As [`to_json`](Self::to_json); a part of the value may be written then.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<(), JsonError> {
        Ok(serde_json::to_writer(out, &Strict(self))?)
    }

    /// This value as JSON for people: a Binary is written as hexadecimal digits, NaN as null.
    #[must_use]
    pub fn to_json_lossy(&self) -> String {
        to_text(self, false).unwrap_or_else(|error| format!("<{error}>"))
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
        ValueVisitor { doubtful: &Cell::new(false) }.deserialize(from)
    }
}

/// Below this and from its negative on, a whole number fits in an Int: 2^63.
const INT_END: f64 = 9_223_372_036_854_775_808.0;

#[derive(Clone, Copy)]
struct ValueVisitor<'a> {
    /// Becomes true with a Float that may have been written as a whole number.
    doubtful: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for ValueVisitor<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
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

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(
            |_| {
                self.doubtful.set(true);
                Value::Float(value as f64)
            },
            Value::Int,
        ))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        if value.abs() >= INT_END || (value == 0.0 && value.is_sign_negative()) {
            self.doubtful.set(true);
        }
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut values = Vec::with_capacity(parts.size_hint().unwrap_or(0));
        while let Some(value) = parts.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(Array::from(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::with_capacity(parts.size_hint().unwrap_or(0));
        while let Some(name) = parts.next_key::<Name>()? {
            pairs.push((name.0, parts.next_value_seed(self)?));
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
        let mut out = b"> ".to_vec();
        parse_json(text).unwrap().write_json(&mut out).unwrap();
        assert_eq!(out, format!("> {text}").into_bytes());
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
    fn whole_numbers_beyond_64_bits_follow_the_rule() {
        assert_eq!(parse_json("9223372036854775807").unwrap(), Value::Int(i64::MAX));
        assert_eq!(parse_json("1e19").unwrap(), Value::Float(1e19));
        for big in ["9223372036854775808", "-9223372036854775809", "18446744073709551616"] {
            let why = parse_json(&format!("[{big}]")).unwrap_err().to_string();
            assert_eq!(why, format!("{big} at line 1 column 2 does not fit in an Int (64 bits)"));
            let read = |rule| parse_json_with(big, rule).unwrap();
            assert_eq!(read(BigNumbers::Float), Value::Float(big.parse().unwrap()));
            assert_eq!(read(BigNumbers::String), Value::text(big));
        }
        let huge = "9".repeat(400);
        assert_eq!(parse_json_with(&huge, BigNumbers::String).unwrap(), Value::text(&huge));
        assert!(parse_json_with(&huge, BigNumbers::Float).is_err());
        assert!(parse_json(&huge).unwrap_err().to_string().contains("does not fit in an Int"));
    }

    #[test]
    fn a_negative_zero_is_an_int_unless_it_is_written_as_a_float() {
        for (text, wanted) in
            [("-0", "0"), ("[-0]", "[0]"), ("-0.0", "-0.0"), ("[-0.0,-0]", "[-0.0,0]")]
        {
            assert_eq!(parse_json(text).unwrap().to_json(false).unwrap(), wanted);
        }
    }

    #[test]
    fn a_text_that_is_not_json_is_refused_with_its_place() {
        let why = |text: &str| parse_json_with(text, BigNumbers::String).unwrap_err().to_string();
        assert_eq!(why("{99999999999999999999: 1}"), "key must be a string at line 1 column 2");
        assert_eq!(why("[-0,]"), "trailing comma at line 1 column 5");
        assert_eq!(why("1 2"), "trailing characters at line 1 column 3");
    }
}
