use super::Value;
use abi_stable::StableAbi;
use abi_stable::std_types::{RArc, RVec};
use std::fmt;
use std::ops::Deref;

/// Shared values in order. Changing an array with other holders copies it first, so they do not see the change.
#[repr(C)]
#[derive(StableAbi, Clone)]
pub struct Array {
    values: RArc<RVec<Value>>,
    /// See [`Value::depth`].
    depth: u32,
}

impl Array {
    /// Replaces a value: in place when the array has no other holder.
    ///
    /// # Panics
    /// When there is none at this index.
    pub fn replace(&mut self, at: usize, value: Value) {
        self.depth = self.depth.max(1 + value.depth());
        RArc::make_mut(&mut self.values)[at] = value;
    }

    /// Adds a value at the end: in place when the array has no other holder.
    pub fn push(&mut self, value: Value) {
        self.depth = self.depth.max(1 + value.depth());
        RArc::make_mut(&mut self.values).push(value);
    }

    /// Removes a value and returns it: in place when the array has no other holder.
    ///
    /// # Panics
    /// When there is none at this index.
    pub fn remove(&mut self, at: usize) -> Value {
        RArc::make_mut(&mut self.values).remove(at)
    }

    /// The nesting depth; see [`Value::depth`].
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    fn new(values: RVec<Value>) -> Self {
        let depth = 1 + values.iter().map(Value::depth).max().unwrap_or(0);
        Self { values: RArc::new(values), depth }
    }
}

impl Default for Array {
    fn default() -> Self {
        Self::new(RVec::new())
    }
}

impl Deref for Array {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        self.values.as_slice()
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl FromIterator<Value> for Array {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        Self::new(values.into_iter().collect())
    }
}

impl From<Vec<Value>> for Array {
    fn from(values: Vec<Value>) -> Self {
        Self::new(RVec::from(values))
    }
}

impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_holders_do_not_see_a_change() {
        let before = Array::from_iter([Value::Int(1), Value::Int(2)]);
        let mut after = before.clone();
        after.push(Array::default().into());
        assert_eq!((after.remove(0), after.len(), after.depth()), (Value::Int(1), 2, 2));
        assert_eq!((before.len(), before.depth()), (2, 1));
    }
}
