use super::input::not_convertible;
use crate::types;
use pulsewire_plugin::{Array, Text, Value, parse_json};

/// Parses a String as JSON, turns bytes into numbers and a dictionary into pairs, and wraps anything else.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    let array = match value {
        Value::Array(array) => array.clone(),
        Value::String(text) => return read(text),
        Value::Binary(bytes) => bytes.iter().map(|byte| Value::Int(i64::from(*byte))).collect(),
        Value::Dictionary(dictionary) => dictionary.iter().map(pair).collect(),
        Value::Null => return Err(not_convertible(value, "")),
        single => Array::from_iter([single.clone()]),
    };
    Ok(Value::Array(array))
}

fn pair((key, value): (&Text, &Value)) -> Value {
    Array::from_iter([Value::String(key.clone()), value.clone()]).into()
}

fn read(text: &Text) -> Result<Value, String> {
    match parse_json(text) {
        Ok(array @ Value::Array(_)) => Ok(array),
        Ok(other) => Err(format!(
            "the JSON in the String is {}, not an Array",
            types::with_article(types::name(&other))
        )),
        Err(why) => Err(format!("the String is not JSON: {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{bytes, converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        let cases = [
            (json("true"), "[true]"),
            (json("[1,2]"), "[1,2]"),
            (Value::from("[1, \"x\"]"), "[1,\"x\"]"),
            (bytes(&[0, 255]), "[0,255]"),
            (json("{\"b\":1,\"a\":null}"), "[[\"b\",1],[\"a\",null]]"),
        ];
        for (value, wanted) in cases {
            assert_eq!(converted(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn strings_that_are_not_an_array_are_rejected() {
        assert_eq!(
            converted(convert, "{}"),
            "the JSON in the String is a Dictionary, not an Array"
        );
        assert!(converted(convert, "[1").starts_with("the String is not JSON: "));
        assert!(convert(&Value::Null).is_err());
    }
}
