//! How deep values stand within each other.

use super::Value;

impl Value {
    /// How deep arrays and dictionaries may stand within each other: as deep as JSON is read. Comparing, writing
    /// and freeing a value go down into it, so what is deeper could end the program.
    pub const MAX_DEPTH: u32 = 128;

    /// How deep arrays and dictionaries stand within each other: 0 for every other value, 1 for an array of those.
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
    fn knows_how_deep_it_is() {
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
