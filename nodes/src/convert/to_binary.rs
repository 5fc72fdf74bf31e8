use super::input::not_convertible;
use crate::types;
use pulsewire_plugin::{Array, Binary, Value};

/// Encodes a String in UTF-8, numbers in big-endian order, an array of bytes, and a dictionary as JSON.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    let bytes = match value {
        Value::Bool(value) => Binary::from(&[u8::from(*value)][..]),
        Value::Int(value) => Binary::from(&value.to_be_bytes()[..]),
        Value::Float(value) => Binary::from(&value.to_be_bytes()[..]),
        Value::String(text) => Binary::from(text.clone().into_payload()),
        Value::Binary(bytes) => bytes.clone(),
        Value::Array(array) => Binary::from(&of_array(array)?[..]),
        Value::Dictionary(_) => {
            let json = value.to_json(false).map_err(|why| why.to_string())?;
            Binary::from(json.as_bytes())
        }
        Value::Null => return Err(not_convertible(value, "")),
    };
    Ok(Value::Binary(bytes))
}

fn of_array(array: &Array) -> Result<Vec<u8>, String> {
    let byte = |(at, value): (usize, &Value)| match value {
        Value::Int(number) => u8::try_from(*number).map_err(|_| not_a_byte(at, value)),
        other => Err(not_a_byte(at, other)),
    };
    array.iter().enumerate().map(byte).collect()
}

#[cold]
fn not_a_byte(at: usize, value: &Value) -> String {
    format!("element {at} of the Array is {}, not a byte: 0 to 255", types::quote(value))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        let cases = [
            (json("true"), "01"),
            (json("-2"), "fffffffffffffffe"),
            (json("1.0"), "3ff0000000000000"),
            (Value::from("é"), "c3a9"),
            (json("[0,255]"), "00ff"),
            (json("[]"), ""),
            (json("{}"), "7b7d"),
        ];
        for (value, wanted) in cases {
            assert_eq!(converted(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn elements_that_are_not_a_byte_are_rejected() {
        let why = "element 1 of the Array is 256, not a byte: 0 to 255";
        assert_eq!(converted(convert, json("[0,256]")), why);
        assert!(convert(&json("[\"a\"]")).is_err() && convert(&Value::Null).is_err());
    }
}
