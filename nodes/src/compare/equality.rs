use super::order::numbers;
use pulsewire_plugin::{Array, Dictionary, Value};
use std::cmp::Ordering;

/// Whether two values are equal. An Int equals a Float of the same number, since JSON writes 5.0 as 5.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(_), Value::Float(_)) | (Value::Float(_), Value::Int(_)) => {
            numbers(a, b) == Some(Ordering::Equal)
        }
        (Value::Array(a), Value::Array(b)) => arrays(a, b),
        (Value::Dictionary(a), Value::Dictionary(b)) => dictionaries(a, b),
        _ => a == b,
    }
}

fn arrays(a: &Array, b: &Array) -> bool {
    a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
}

fn dictionaries(a: &Dictionary, b: &Dictionary) -> bool {
    a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::parse_json;

    fn alike(a: &str, b: &str) -> bool {
        equal(&parse_json(a).unwrap(), &parse_json(b).unwrap())
    }

    #[test]
    fn numbers_are_equal_across_their_types() {
        assert!(alike("5", "5.0") && alike("[1,{\"a\":2.0}]", "[1.0,{\"a\":2}]"));
        assert!(!alike("9007199254740993", "9007199254740992.0"));
        assert!(!alike("[1]", "[1,2]") && !alike("1", "\"1\"") && !alike("null", "false"));
        assert!(alike("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"));
        assert!(!equal(&Value::Float(f64::NAN), &Value::Float(f64::NAN)));
    }
}
