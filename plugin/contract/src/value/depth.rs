//! The nesting depth of values.

use super::Value;

impl Value {
    /// The maximum nesting depth of arrays and dictionaries, the same as for parsed JSON. Comparing, writing and freeing a
    /// value are recursive, so a deeper value could overflow the stack.
    pub const MAX_DEPTH: u32 = 128;

    /// The nesting depth of arrays and dictionaries: 0 for every other value, 1 for an array of those.
    #[must_use]
    pub fn depth(&self) -> u32 {
        match self {
            Self::Array(array) => array.depth(),
            Self::Dictionary(dictionary) => dictionary.depth(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Array, Dictionary, Text};

    #[test]
    fn depth_counts_nested_values() {
        let deeper = |inner: Value| Value::from(Array::from_iter([inner, Value::Null]));
        let mut value = (0..Value::MAX_DEPTH).fold(Value::Int(1), |inner, _| deeper(inner));
        assert!(value.clone().check_depth().is_ok());
        value = deeper(value);
        assert_eq!(value.depth(), 129);
        let mut dictionary = Dictionary::default();
        dictionary.set(Text::from("a"), value.clone());
        let mut array = Array::from_iter([Value::Null]);
        array.replace(0, dictionary.into());
        assert_eq!(array.depth(), 131);
        assert_eq!(value.check_depth().unwrap_err().code, "too_deep");
    }
}
