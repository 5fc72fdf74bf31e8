use super::rules::{not, single};
use pulsewire_plugin::Value;

/// A number is true unless it is 0; text is true or false in words.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    match single(value) {
        Value::Bool(value) => Ok(Value::Bool(*value)),
        Value::Int(value) => Ok(Value::Bool(*value != 0)),
        Value::Float(value) if !value.is_nan() => Ok(Value::Bool(*value != 0.0)),
        Value::String(text) => {
            word(text).map(Value::Bool).ok_or_else(|| not(value, "is neither true nor false"))
        }
        Value::Binary(bytes) => match **bytes {
            [byte] => Ok(Value::Bool(byte != 0)),
            _ => Err(not(value, "is no Bool, which has one")),
        },
        other => Err(not(other, "is neither true nor false")),
    }
}

fn word(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: [&str; 2]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "1"]) { Some(true) } else { is(["false", "0"]).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{bytes, json, shown};
    use super::*;

    #[test]
    fn truths_come_in_many_forms() {
        for value in [json("true"), json("-1"), json("0.5"), Value::from(" True "), bytes(&[2])] {
            assert_eq!(shown(convert, value.clone()), "true", "{value}");
        }
        for value in [json("[false]"), json("0"), Value::from("0"), bytes(&[0]), json("-0.0")] {
            assert_eq!(shown(convert, value.clone()), "false", "{value}");
        }
    }

    #[test]
    fn what_is_neither_is_told() {
        assert_eq!(shown(convert, "maybe"), "\"maybe\" is neither true nor false");
        assert_eq!(shown(convert, bytes(&[])), "a Binary of 0 bytes is no Bool, which has one");
        assert_eq!(shown(convert, json("[]")), "an Array of 0 elements is neither true nor false");
        assert_eq!(shown(convert, Value::Null), "null stands for no value");
        assert!(convert(&Value::Float(f64::NAN)).is_err());
    }
}
