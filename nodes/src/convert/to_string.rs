use crate::text;
use pulsewire_plugin::{Text, Value};

/// As the Console prints it, but bytes are UTF-8 and nothing is lost.
pub(super) fn convert(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(text) => Ok(Value::String(text.clone())),
        Value::Binary(bytes) => Text::from_payload(bytes.clone().into_payload())
            .map(Value::String)
            .map_err(|why| format!("a Binary of {} bytes is not UTF-8: {why}", bytes.len())),
        Value::Array(_) | Value::Dictionary(_) => {
            let json = value.to_json(false).map_err(|why| why.to_string())?;
            Ok(Value::String(text::shared(json)))
        }
        other => Ok(Value::from(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{bytes, json, shown};
    use super::*;

    #[test]
    fn every_value_has_a_text() {
        for text in ["true", "-5", "2.5", "[1,\"x\"]", "{\"a\":null}", "null"] {
            assert_eq!(convert(&json(text)), Ok(Value::from(text)));
        }
        assert_eq!(convert(&bytes("é".as_bytes())), Ok(Value::from("é")));
        assert_eq!(convert(&Value::from("x")), Ok(Value::from("x")));
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        assert!(shown(convert, bytes(&[0xff])).starts_with("a Binary of 1 bytes is not UTF-8"));
        let list = pulsewire_plugin::Array::from_iter([bytes(&[1])]);
        assert!(shown(convert, list).contains("JSON has no Binary"));
    }
}
