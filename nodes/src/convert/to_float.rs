use super::input::{not_convertible, unwrap_single};
use pulsewire_plugin::Value;

/// Parses a String as a decimal number and reads bytes as big-endian IEEE 754. Infinity and NaN are rejected.
#[allow(clippy::cast_precision_loss)]
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    let value = unwrap_single(value);
    let number = match value {
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        Value::Int(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        Value::String(text) => text.trim().parse().ok(),
        Value::Binary(bytes) => from_bytes(bytes),
        _ => None,
    };
    let number = number.filter(|number| number.is_finite());
    number.map(Value::Float).ok_or_else(|| not_convertible(value, why(value)))
}

fn why(value: &Value) -> &'static str {
    match value {
        Value::Binary(_) => "is not a Float, which has 4 or 8 bytes and is finite",
        _ => "is not a number such as 2.5",
    }
}

fn from_bytes(bytes: &[u8]) -> Option<f64> {
    if let Ok(four) = bytes.try_into() {
        return Some(f64::from(f32::from_be_bytes(four)));
    }
    bytes.try_into().ok().map(f64::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{bytes, converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        let cases = [
            (json("false"), "0.0"),
            (json("5"), "5.0"),
            (Value::from(" 2.5e1 "), "25.0"),
            (bytes(&2.5_f32.to_be_bytes()), "2.5"),
            (bytes(&0.1_f64.to_be_bytes()), "0.1"),
            (json("[[1]]"), "1.0"),
        ];
        for (value, wanted) in cases {
            assert_eq!(converted(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn other_values_are_rejected() {
        for text in ["", "1,5", "inf", "NaN", "1e999"] {
            assert!(converted(convert, text).ends_with("is not a number such as 2.5"), "{text}");
        }
        for wrong in [&f64::NAN.to_be_bytes()[..], &[0; 5]] {
            assert!(converted(convert, bytes(wrong)).contains("is not a Float"));
        }
        assert!(convert(&json("{}")).is_err() && convert(&Value::Null).is_err());
    }
}
