use super::equal;
use pulsewire_plugin::Value;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A value as a key of hash tables: keys are the same when their values are [`equal`].
pub(crate) struct ByValue<'a>(pub(crate) &'a Value);

impl PartialEq for ByValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        equal(self.0, other.0)
    }
}

/// NaN differs from itself, so a table may hold it more than once.
impl Eq for ByValue<'_> {}

impl Hash for ByValue<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.0 {
            Value::Null => {}
            Value::Bool(value) => value.hash(state),
            Value::Int(value) => value.hash(state),
            Value::Float(value) => hash_float(*value, state),
            Value::String(text) => text.as_str().hash(state),
            Value::Binary(bytes) => bytes.hash(state),
            Value::Array(array) => array.iter().for_each(|one| ByValue(one).hash(state)),
            Value::Dictionary(dictionary) => {
                // The order of the keys does not matter.
                let entries = dictionary.iter().map(|(key, value)| {
                    let mut hasher = DefaultHasher::new();
                    (key.as_str(), ByValue(value)).hash(&mut hasher);
                    hasher.finish()
                });
                entries.fold(0, u64::wrapping_add).hash(state);
            }
        }
    }
}

/// A Float that equals an Int hashes like it.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::float_cmp)]
fn hash_float<H: Hasher>(value: f64, state: &mut H) {
    let whole = value as i64;
    if whole as f64 == value { whole.hash(state) } else { value.to_bits().hash(state) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::parse_json;

    fn hash(json: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        ByValue(&parse_json(json).unwrap()).hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn equal_values_have_equal_hashes() {
        let pairs = [("5", "5.0"), ("0", "-0.0"), ("[1,[2]]", "[1.0,[2]]")];
        for (a, b) in pairs.into_iter().chain([(r#"{"a":1,"b":2}"#, r#"{"b":2.0,"a":1}"#)]) {
            assert_eq!(hash(a), hash(b), "{a} {b}");
        }
        assert_ne!(hash("[1,2]"), hash("[2,1]"));
    }
}
