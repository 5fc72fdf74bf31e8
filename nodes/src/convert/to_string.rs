use crate::text;
use pulsewire_plugin::{Text, Value};

/// As the Console prints it, but a Binary is decoded as UTF-8, and a value that JSON cannot hold is rejected.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(text) => Ok(Value::String(text.clone())),
        Value::Binary(bytes) => Text::from_payload(bytes.clone().into_payload())
            .map(Value::String)
            .map_err(|why| format!("a Binary of {} bytes is not UTF-8: {why}", bytes.len())),
        Value::Array(_) | Value::Dictionary(_) => {
            let json = value.to_json(false).map_err(|why| why.to_string())?;
            Ok(Value::String(text::into_text(json)))
        }
        other => Ok(Value::from(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{bytes, converted, json};
    use super::*;

    #[test]
    fn converts_every_type() {
        for text in ["true", "-5", "2.5", "[1,\"x\"]", "{\"a\":null}", "null"] {
            assert_eq!(convert(&json(text)), Ok(Value::from(text)));
        }
        assert_eq!(convert(&bytes("é".as_bytes())), Ok(Value::from("é")));
        assert_eq!(convert(&Value::from("x")), Ok(Value::from("x")));
    }

    #[test]
    fn other_values_are_rejected() {
        assert!(converted(convert, bytes(&[0xff])).starts_with("a Binary of 1 bytes is not UTF-8"));
        let list = pulsewire_plugin::Array::from_iter([bytes(&[1])]);
        assert!(converted(convert, list).contains("JSON has no Binary"));
    }
}
