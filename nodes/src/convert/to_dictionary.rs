use super::rules::not;
use super::to_string;
use crate::kinds;
use pulsewire_plugin::{Array, Dictionary, Text, Value, parse_json};

/// Text and bytes as JSON, an array as pairs, anything else under the key `value`.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    match value {
        Value::Dictionary(_) => Ok(value.clone()),
        Value::String(text) => read(text),
        Value::Binary(_) => convert(&to_string::convert(value)?),
        Value::Array(array) => of_pairs(array),
        Value::Null => Err(not(value, "")),
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
            kinds::with_article(kinds::name(&other))
        )),
        Err(why) => Err(format!("the String is no JSON: {why}")),
    }
}

fn of_pairs(array: &Array) -> Result<Value, String> {
    let pair = |(at, element): (usize, &Value)| match element {
        Value::Array(pair) => match &**pair {
            [Value::String(key), value] => Ok((key.clone(), value.clone())),
            _ => Err(no_pair(at)),
        },
        _ => Err(no_pair(at)),
    };
    let pairs: Result<Dictionary, String> = array.iter().enumerate().map(pair).collect();
    pairs.map(Value::Dictionary)
}

#[cold]
fn no_pair(at: usize) -> String {
    format!("element {at} of the Array is no pair of a String and a value: [key, value]")
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{bytes, json, shown};
    use super::*;

    #[test]
    fn every_value_has_a_dictionary() {
        let cases = [
            (json("5"), r#"{"value":5}"#),
            (json(r#"{"a":1}"#), r#"{"a":1}"#),
            (Value::from(r#"{ "a": [] }"#), r#"{"a":[]}"#),
            (bytes(br#"{"a":1}"#), r#"{"a":1}"#),
            (json(r#"[["b",1],["a",null]]"#), r#"{"b":1,"a":null}"#),
            (json("[]"), "{}"),
        ];
        for (value, wanted) in cases {
            assert_eq!(shown(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn what_has_no_keys_is_told() {
        assert_eq!(shown(convert, "[]"), "the JSON in the String is an Array, not a Dictionary");
        for array in ["[1]", "[[\"a\"]]", "[[1,2]]", "[[\"a\",1],null]"] {
            assert!(shown(convert, json(array)).contains("is no pair"), "{array}");
        }
        assert!(shown(convert, bytes(&[0xff])).contains("not UTF-8"));
        assert!(convert(&Value::Null).is_err());
    }
}
