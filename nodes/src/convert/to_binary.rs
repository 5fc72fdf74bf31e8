use super::rules::not;
use crate::kinds;
use pulsewire_plugin::{Array, Binary, Value};

/// Text as UTF-8, numbers with the highest byte first, an array of bytes, a dictionary as JSON.
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
        Value::Null => return Err(not(value, "")),
    };
    Ok(Value::Binary(bytes))
}

fn of_array(array: &Array) -> Result<Vec<u8>, String> {
    let byte = |(at, value): (usize, &Value)| match value {
        Value::Int(number) => u8::try_from(*number).map_err(|_| no_byte(at, value)),
        other => Err(no_byte(at, other)),
    };
    array.iter().enumerate().map(byte).collect()
}

#[cold]
fn no_byte(at: usize, value: &Value) -> String {
    format!("element {at} of the Array is {}, not a byte: 0 to 255", kinds::show(value))
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{json, shown};
    use super::*;

    #[test]
    fn every_value_has_bytes() {
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
            assert_eq!(shown(convert, value.clone()), wanted, "{value}");
        }
    }

    #[test]
    fn what_is_no_byte_is_told() {
        let why = "element 1 of the Array is 256, not a byte: 0 to 255";
        assert_eq!(shown(convert, json("[0,256]")), why);
        assert!(convert(&json("[\"a\"]")).is_err() && convert(&Value::Null).is_err());
    }
}
