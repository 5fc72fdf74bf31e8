use super::input::not_convertible;
use super::to_string;
use crate::types;
use pulsewire_plugin::{Array, Dictionary, Text, Value, parse_json};

/// Parses a String or bytes as JSON, reads an array of pairs, and puts anything else under the key `value`.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    match value {
        Value::Dictionary(_) => Ok(value.clone()),
        Value::String(text) => read(text),
        Value::Binary(_) => convert(&to_string::convert(value)?),
        Value::Array(array) => of_pairs(array),
        Value::Null => Err(not_convertible(value, "")),
        single => {
            let pair = (Text::from_static("value"), single.clone());
            Ok(Dictionary::from_iter([pair]).into())
        }
    }
}

fn read(text: &Text) -> Result<Value, String> {
    match parse_json(text) {
        Ok(dictionary @ Value::Dictionary(_)) => Ok(dictionary),
        Ok(other) => Err(format!(
            "the JSON in the String is {}, not a Dictionary",
            types::with_article(types::name(&other))
        )),
        Err(why) => Err(format!("the String is not JSON: {why}")),
    }
}

fn of_pairs(array: &Array) -> Result<Value, String> {
    let pair = |(at, element): (usize, &Value)| match element {
        Value::Array(pair) => match (pair.len(), pair.get(0), pair.get(1)) {
            (2, Some(Value::String(key)), Some(value)) => Ok((key.clone(), value.clone())),
            _ => Err(not_a_pair(at)),
        },
        _ => Err(not_a_pair(at)),
    };
    let pairs: Result<Dictionary, String> = array.iter().enumerate().map(pair).collect();
    pairs.map(Value::Dictionary)
}

#[cold]
fn not_a_pair(at: usize) -> String {
    format!("element {at} of the Array is not a pair of a String and a value: [key, value]")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{bytes, converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        let cases = [
            (json("5"), r#"{"value":5}"#),
            (json(r#"{"a":1}"#), r#"{"a":1}"#),
            (Value::from(r#"{ "a": [] }"#), r#"{"a":[]}"#),
            (bytes(br#"{"a":1}"#), r#"{"a":1}"#),
            (json(r#"[["b",1],["a",null]]"#), r#"{"b":1,"a":null}"#),
            (json("[]"), "{}"),
        ];
        for (value, wanted) in cases {
            assert_eq!(converted(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn other_values_are_rejected() {
        assert_eq!(
            converted(convert, "[]"),
            "the JSON in the String is an Array, not a Dictionary"
        );
        for array in ["[1]", "[[\"a\"]]", "[[1,2]]", "[[\"a\",1],null]"] {
            assert!(converted(convert, json(array)).contains("is not a pair"), "{array}");
        }
        assert!(converted(convert, bytes(&[0xff])).contains("not UTF-8"));
        assert!(convert(&Value::Null).is_err());
    }
}
