use super::input::{not_convertible, unwrap_single};
use pulsewire_plugin::Value;

/// 2^63: the smallest Float that is greater than every Int.
const INT_END: f64 = 9_223_372_036_854_775_808.0;

/// Truncates a Float, parses a String as decimal digits and reads bytes in big-endian order.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    let value = unwrap_single(value);
    let number = match value {
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Int(value) => Some(*value),
        Value::Float(value) => whole(*value),
        Value::String(text) => text.trim().parse().ok(),
        Value::Binary(bytes) => from_bytes(bytes),
        _ => None,
    };
    number.map(Value::Int).ok_or_else(|| not_convertible(value, why(value)))
}

fn why(value: &Value) -> &'static str {
    match value {
        Value::Float(_) => "does not fit in an Int",
        Value::Binary(_) => "is not an Int, which has 1 to 8 bytes",
        _ => "is not an integer such as 42",
    }
}

#[allow(clippy::cast_possible_truncation)]
fn whole(value: f64) -> Option<i64> {
    // Within these bounds, the cast only removes the fraction.
    (-INT_END..INT_END).contains(&value).then_some(value as i64)
}

fn from_bytes(bytes: &[u8]) -> Option<i64> {
    let mut all = [0; 8];
    let first = all.len().checked_sub(bytes.len()).filter(|first| *first < all.len())?;
    all[first..].copy_from_slice(bytes);
    Some(i64::from_be_bytes(all))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{bytes, converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        let cases = [
            (json("true"), "1"),
            (json("-2.9"), "-2"),
            (Value::from(" -42 "), "-42"),
            (bytes(&[1, 0]), "256"),
            (bytes(&[0xff; 7]), "72057594037927935"),
            (bytes(&[0xff; 8]), "-1"),
            (json(r#"{"value":[3]}"#), "3"),
            (Value::Float(-INT_END), "-9223372036854775808"),
        ];
        for (value, wanted) in cases {
            assert_eq!(converted(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn other_values_are_rejected() {
        for text in ["", "4.0", "0x10", "9223372036854775808"] {
            assert!(converted(convert, text).ends_with("is not an integer such as 42"), "{text}");
        }
        for float in [INT_END, f64::NAN, f64::INFINITY] {
            assert!(converted(convert, float).ends_with("does not fit in an Int"), "{float}");
        }
        assert_eq!(
            converted(convert, bytes(&[0; 9])),
            "a Binary of 9 bytes is not an Int, which has 1 to 8 bytes"
        );
        assert_eq!(
            converted(convert, bytes(&[])),
            "a Binary of 0 bytes is not an Int, which has 1 to 8 bytes"
        );
        assert!(converted(convert, json("[1,2]")).starts_with("an Array of 2 elements is not"));
    }
}
