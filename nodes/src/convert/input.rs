//! What the conversions share about their input.

use crate::types;
use pulsewire_plugin::Value;

/// The value inside an Array of one element or a Dictionary with the key `value`, at any depth; any other value is
/// returned as it is.
pub(super) fn unwrap_single(value: &Value) -> &Value {
    let mut inner = value;
    loop {
        inner = match inner {
            Value::Array(array) if array.len() == 1 => &array[0],
            Value::Dictionary(dictionary) => match dictionary.get("value") {
                Some(value) => value,
                None => return inner,
            },
            _ => return inner,
        };
    }
}

/// Why a value has no conversion: the value, followed by `reason`.
#[cold]
pub(super) fn not_convertible(value: &Value, reason: &str) -> String {
    match value {
        Value::Null => "null cannot be converted".to_owned(),
        Value::Array(array) => format!("an Array of {} elements {reason}", array.len()),
        Value::Dictionary(_) => format!("a Dictionary without the key \"value\" {reason}"),
        Value::Binary(bytes) => format!("a Binary of {} bytes {reason}", bytes.len()),
        other => format!("{} {reason}", types::quote(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::json;
    use super::*;
    use pulsewire_plugin::Array;

    #[test]
    fn single_values_are_unwrapped() {
        assert_eq!(unwrap_single(&json(r#"[[{"value":[7]}]]"#)), &Value::Int(7));
        for whole in ["[]", "[1,2]", "{\"a\":1}"] {
            assert_eq!(unwrap_single(&json(whole)), &json(whole));
        }
        let deep = (0..10_000).fold(Value::Int(1), |inner, _| Array::from_iter([inner]).into());
        assert_eq!(unwrap_single(&deep), &Value::Int(1));
        // Dropping a value this deep would overflow the stack.
        std::mem::forget(deep);
    }
}
