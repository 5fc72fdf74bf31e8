//! The rule for each type to make, and what they share.

use super::{to_array, to_binary, to_bool, to_dictionary, to_float, to_int, to_string};
use crate::kinds;
use pulsewire_plugin::{Value, ValueType};

/// Makes a value of one type, or says why there is none.
pub(super) type Rule = fn(&Value) -> Result<Value, String>;

/// The rule that makes values of this type.
pub(super) fn to(kind: ValueType) -> Rule {
    match kind {
        ValueType::Bool => to_bool::convert,
        ValueType::Int => to_int::convert,
        ValueType::Float => to_float::convert,
        ValueType::String => to_string::convert,
        ValueType::Binary => to_binary::convert,
        ValueType::Array => to_array::convert,
        ValueType::Dictionary => to_dictionary::convert,
        ValueType::Any => |value| Ok(value.clone()),
    }
}

/// The one value that stands for a whole array or dictionary: its only element, its key `value`.
pub(super) fn single(value: &Value) -> &Value {
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

/// Says why there is no such value: it `is` not what the rule wants.
#[cold]
pub(super) fn not(value: &Value, is: &str) -> String {
    match value {
        Value::Null => "null stands for no value".to_owned(),
        Value::Array(array) => format!("an Array of {} elements {is}", array.len()),
        Value::Dictionary(_) => format!("a Dictionary without the key \"value\" {is}"),
        Value::Binary(bytes) => format!("a Binary of {} bytes {is}", bytes.len()),
        other => format!("{} {is}", kinds::show(other)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use pulsewire_plugin::{Array, Binary, parse_json};

    pub(in super::super) fn json(text: &str) -> Value {
        parse_json(text).unwrap()
    }

    pub(in super::super) fn bytes(bytes: &[u8]) -> Value {
        Binary::from(bytes).into()
    }

    /// What a rule makes, as the Console prints it, or its failure.
    pub(in super::super) fn shown(rule: Rule, value: impl Into<Value>) -> String {
        rule(&value.into()).map_or_else(|why| why, |value| value.to_string())
    }

    #[test]
    fn one_element_stands_for_the_whole() {
        assert_eq!(single(&json(r#"[[{"value":[7]}]]"#)), &Value::Int(7));
        for whole in ["[]", "[1,2]", "{\"a\":1}"] {
            assert_eq!(single(&json(whole)), &json(whole));
        }
        let deep = (0..10_000).fold(Value::Int(1), |inner, _| Array::from_iter([inner]).into());
        assert_eq!(single(&deep), &Value::Int(1));
        // Dropping so deep a value would need as deep a stack.
        std::mem::forget(deep);
    }
}
