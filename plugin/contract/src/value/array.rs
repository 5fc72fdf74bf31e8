use super::Value;
use super::tree::{Iter, Tree};
use abi_stable::StableAbi;
use abi_stable::std_types::RArc;
use std::fmt;
use std::ops::{Index, Range};

/// Shared values in order.
///
/// Other holders of an array do not see its changes. A change costs the logarithm of the length, however many hold
/// older versions.
#[repr(C)]
#[derive(StableAbi, Clone)]
pub struct Array {
    values: RArc<Tree<Value>>,
    /// See [`Value::depth`].
    depth: u32,
}

impl Array {
    /// How many values there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at an index.
    #[must_use]
    #[inline]
    pub fn get(&self, at: usize) -> Option<&Value> {
        self.values.get(at)
    }

    /// The values in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, Value> {
        self.values.iter()
    }

    /// Adds a value at the end.
    pub fn push(&mut self, value: Value) {
        self.insert(self.len(), value);
    }

    /// Inserts a value before the one at this index; at the end when the index is the length.
    ///
    /// # Panics
    /// When the index is beyond the end.
    pub fn insert(&mut self, at: usize, value: Value) {
        assert!(at <= self.len(), "index {at} of an array of {}", self.len());
        self.depth = self.depth.max(1 + value.depth());
        RArc::make_mut(&mut self.values).insert(at, value);
    }

    /// Replaces a value.
    ///
    /// # Panics
    /// When there is none at this index.
    pub fn replace(&mut self, at: usize, value: Value) {
        assert!(at < self.len(), "index {at} of an array of {}", self.len());
        self.depth = self.depth.max(1 + value.depth());
        RArc::make_mut(&mut self.values).replace(at, value);
    }

    /// Removes a value and returns it; none when there is none at this index. The nesting depth stays at its maximum so far.
    pub fn remove(&mut self, at: usize) -> Option<Value> {
        if at < self.len() { RArc::make_mut(&mut self.values).remove(at) } else { None }
    }

    /// A copy of a part; what of the range is beyond the end is left out.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        self.iter().skip(range.start).take(range.len()).cloned().collect()
    }

    /// A copy of the values in a vector.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Value> {
        self.iter().cloned().collect()
    }

    /// The nesting depth; see [`Value::depth`].
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }
}

impl Default for Array {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl Index<usize> for Array {
    type Output = Value;

    /// # Panics
    /// When there is no value at this index.
    fn index(&self, at: usize) -> &Value {
        let Some(value) = self.get(at) else {
            unreachable!("index {at} of an array of {}", self.len())
        };
        value
    }
}

impl<'a> IntoIterator for &'a Array {
    type Item = &'a Value;
    type IntoIter = Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        *self.values == *other.values
    }
}

impl FromIterator<Value> for Array {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        Self::from(Vec::from_iter(values))
    }
}

/// Adds values at the end.
impl Extend<Value> for Array {
    fn extend<I: IntoIterator<Item = Value>>(&mut self, values: I) {
        let values = values.into_iter();
        if values.size_hint().0 > self.len() {
            // The result is mostly new.
            *self = self.iter().cloned().chain(values).collect();
        } else {
            values.for_each(|value| self.push(value));
        }
    }
}

impl From<Vec<Value>> for Array {
    fn from(values: Vec<Value>) -> Self {
        let depth = 1 + values.iter().map(Value::depth).max().unwrap_or(0);
        Self { values: RArc::new(Tree::from(values)), depth }
    }
}

impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_not_seen_by_other_holders() {
        let mut versions = vec![Array::default()];
        for number in 0..200 {
            let mut next = versions[number].clone();
            next.push(Value::from("x"));
            next.replace(number / 2, Value::Null);
            versions.push(next);
        }
        for (number, version) in versions.iter().enumerate() {
            let nulls = version.iter().filter(|value| **value == Value::Null).count();
            assert_eq!((version.len(), nulls), (number, number.div_ceil(2)));
        }
    }

    #[test]
    fn other_holders_do_not_see_a_change_of_the_depth() {
        let before = Array::from_iter([Value::Int(1), Value::Int(2)]);
        let mut after = before.clone();
        after.push(Array::default().into());
        assert_eq!((after.remove(0), after.len(), after.depth()), (Some(Value::Int(1)), 2, 2));
        assert_eq!((after.remove(2), before.len(), before.depth()), (None, 2, 1));
    }

    #[test]
    fn extending_adds_few_and_many() {
        for (first, more) in [(0, 0), (0, 5), (5, 0), (100, 3), (3, 100)] {
            let mut array = Array::from_iter((0..first).map(Value::Int));
            array.extend((first..first + more).map(Value::Int));
            assert!(array.iter().cloned().eq((0..first + more).map(Value::Int)));
        }
    }

    #[test]
    fn a_slice_ends_with_the_array() {
        let array = Array::from_iter((0..100).map(Value::Int));
        assert_eq!(array.slice(90..200).to_vec(), (90..100).map(Value::Int).collect::<Vec<_>>());
        assert!(array.slice(100..101).is_empty());
    }
}
