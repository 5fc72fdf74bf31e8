use super::rules::not;
use crate::kinds;
use pulsewire_plugin::{Array, Text, Value, parse_json};

/// Text as JSON, bytes as numbers, a dictionary as pairs, anything else as the only element.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    let array = match value {
        Value::Array(array) => array.clone(),
        Value::String(text) => return read(text),
        Value::Binary(bytes) => bytes.iter().map(|byte| Value::Int(i64::from(*byte))).collect(),
        Value::Dictionary(dictionary) => dictionary.iter().map(pair).collect(),
        Value::Null => return Err(not(value, "")),
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
            kinds::with_article(kinds::name(&other))
        )),
        Err(why) => Err(format!("the String is no JSON: {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{bytes, json, shown};
    use super::*;

    #[test]
    fn every_value_has_an_array() {
        let cases = [
            (json("true"), "[true]"),
            (json("[1,2]"), "[1,2]"),
            (Value::from("[1, \"x\"]"), "[1,\"x\"]"),
            (bytes(&[0, 255]), "[0,255]"),
            (json("{\"b\":1,\"a\":null}"), "[[\"b\",1],[\"a\",null]]"),
        ];
        for (value, wanted) in cases {
            assert_eq!(shown(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn text_that_is_no_array_is_told() {
        assert_eq!(shown(convert, "{}"), "the JSON in the String is a Dictionary, not an Array");
        assert!(shown(convert, "[1").starts_with("the String is no JSON: "));
        assert!(convert(&Value::Null).is_err());
    }
}
