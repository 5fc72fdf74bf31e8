use super::input::{not_convertible, unwrap_single};
use pulsewire_plugin::Value;

/// A number is true unless it is 0; a String holds `true`, `false`, `1` or `0`.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    match unwrap_single(value) {
        Value::Bool(value) => Ok(Value::Bool(*value)),
        Value::Int(value) => Ok(Value::Bool(*value != 0)),
        Value::Float(value) if !value.is_nan() => Ok(Value::Bool(*value != 0.0)),
        Value::String(text) => word(text)
            .map(Value::Bool)
            .ok_or_else(|| not_convertible(value, "is neither true nor false")),
        Value::Binary(bytes) => match **bytes {
            [byte] => Ok(Value::Bool(byte != 0)),
            _ => Err(not_convertible(value, "is not a Bool, which has 1 byte")),
        },
        other => Err(not_convertible(other, "is neither true nor false")),
    }
}

fn word(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "1"]) { Some(true) } else { is(["false", "0"]).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{bytes, converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        for value in [json("true"), json("-1"), json("0.5"), Value::from(" True "), bytes(&[2])] {
            assert_eq!(converted(convert, value.clone()), "true", "{value}");
        }
        for value in [json("[false]"), json("0"), Value::from("0"), bytes(&[0]), json("-0.0")] {
            assert_eq!(converted(convert, value.clone()), "false", "{value}");
        }
    }

    #[test]
    fn other_values_are_rejected() {
        assert_eq!(converted(convert, "maybe"), "\"maybe\" is neither true nor false");
        assert_eq!(
            converted(convert, bytes(&[])),
            "a Binary of 0 bytes is not a Bool, which has 1 byte"
        );
        assert_eq!(
            converted(convert, json("[]")),
            "an Array of 0 elements is neither true nor false"
        );
        assert_eq!(converted(convert, Value::Null), "null cannot be converted");
        assert!(convert(&Value::Float(f64::NAN)).is_err());
    }
}
