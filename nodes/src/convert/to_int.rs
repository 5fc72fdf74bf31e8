use super::rules::{not, single};
use pulsewire_plugin::Value;

/// The first Float beyond every Int: 2^63.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

/// A Float loses its fraction; text is decimal digits; bytes are a number with the highest byte first.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    let value = single(value);
    let number = match value {
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Int(value) => Some(*value),
        Value::Float(value) => whole(*value),
        Value::String(text) => text.trim().parse().ok(),
        Value::Binary(bytes) => from_bytes(bytes),
        _ => None,
    };
    number.map(Value::Int).ok_or_else(|| not(value, why(value)))
}

fn why(value: &Value) -> &'static str {
    match value {
        Value::Float(_) => "does not fit in an Int",
        Value::Binary(_) => "is no Int, which has 1 to 8",
        _ => "is no whole number such as 42",
    }
}

#[allow(clippy::cast_possible_truncation)]
fn whole(value: f64) -> Option<i64> {
    // Within these bounds the cast takes the fraction away and nothing else.
    (-BEYOND..BEYOND).contains(&value).then_some(value as i64)
}

fn from_bytes(bytes: &[u8]) -> Option<i64> {
    let mut all = [0; 8];
    let first = all.len().checked_sub(bytes.len()).filter(|first| *first < all.len())?;
    all[first..].copy_from_slice(bytes);
    Some(i64::from_be_bytes(all))
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{bytes, json, shown};
    use super::*;

    #[test]
    fn numbers_come_in_many_forms() {
        let cases = [
            (json("true"), "1"),
            (json("-2.9"), "-2"),
            (Value::from(" -42 "), "-42"),
            (bytes(&[1, 0]), "256"),
            (bytes(&[0xff; 7]), "72057594037927935"),
            (bytes(&[0xff; 8]), "-1"),
            (json(r#"{"value":[3]}"#), "3"),
            (Value::Float(-BEYOND), "-9223372036854775808"),
        ];
        for (value, wanted) in cases {
            assert_eq!(shown(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn what_is_no_number_is_told() {
        for text in ["", "4.0", "0x10", "9223372036854775808"] {
            assert!(shown(convert, text).ends_with("is no whole number such as 42"), "{text}");
        }
        for float in [BEYOND, f64::NAN, f64::INFINITY] {
            assert!(shown(convert, float).ends_with("does not fit in an Int"), "{float}");
        }
        assert_eq!(
            shown(convert, bytes(&[0; 9])),
            "a Binary of 9 bytes is no Int, which has 1 to 8"
        );
        assert_eq!(shown(convert, bytes(&[])), "a Binary of 0 bytes is no Int, which has 1 to 8");
        assert!(shown(convert, json("[1,2]")).starts_with("an Array of 2 elements is no"));
    }
}
