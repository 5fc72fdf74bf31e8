use super::{Text, Value};
use abi_stable::StableAbi;
use abi_stable::std_types::{RArc, RVec};
use std::fmt;

/// Shared values by name, in the order in which the names were first set.
///
/// Changing a dictionary with other holders copies it first, so they do not see the change.
#[repr(transparent)]
#[derive(StableAbi, Clone)]
pub struct Dictionary(RArc<Table>);

/// Public only because the layout of [`Dictionary`] names it.
#[repr(C)]
#[derive(StableAbi, Clone, Default)]
#[allow(unreachable_pub)]
pub struct Table {
    entries: RVec<Entry>,
    /// Indices of `entries`, sorted by name, for fast look-ups; `entries` keeps the order of insertion.
    sorted: RVec<u32>,
    /// One less than [`Value::depth`].
    inner_depth: u32,
}

/// Public only because the layout of [`Table`] names it.
#[repr(C)]
#[derive(StableAbi, Clone)]
#[allow(unreachable_pub)]
pub struct Entry {
    name: Text,
    value: Value,
}

impl Dictionary {
    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.0.find(name).ok()?;
        Some(&self.0.entries[self.0.sorted[at] as usize].value)
    }

    /// Sets `name`: a new name is added at the end, a known one keeps its place.
    pub fn set(&mut self, name: Text, value: Value) {
        let table = RArc::make_mut(&mut self.0);
        table.inner_depth = table.inner_depth.max(value.depth());
        match table.find(&name) {
            Ok(at) => {
                let index = table.sorted[at] as usize;
                table.entries[index].value = value;
            }
            Err(at) => {
                table.sorted.insert(at, index(table.entries.len()));
                table.entries.push(Entry { name, value });
            }
        }
    }

    /// Removes `name` and returns its value. The other names keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.find(name).ok()?;
        let table = RArc::make_mut(&mut self.0);
        let removed = table.sorted.remove(at);
        let later = table.sorted.iter_mut().filter(|index| **index > removed);
        later.for_each(|index| *index -= 1);
        Some(table.entries.remove(removed as usize).value)
    }

    /// The nesting depth; see [`Value::depth`].
    #[must_use]
    pub fn depth(&self) -> u32 {
        1 + self.0.inner_depth
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Value)> {
        self.0.entries.iter().map(|entry| (&entry.name, &entry.value))
    }
}

/// Dictionaries of more than 2^32 names do not fit in memory, so the cast loses nothing.
#[allow(clippy::cast_possible_truncation)]
fn index(at: usize) -> u32 {
    at as u32
}

impl Table {
    /// Where `name` stands in `sorted`, or where it would.
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.sorted.binary_search_by(|&at| self.entries[at as usize].name.as_str().cmp(name))
    }
}

impl Default for Dictionary {
    fn default() -> Self {
        Self(RArc::new(Table::default()))
    }
}

/// For a duplicate name the last value counts, at the place of the first.
impl FromIterator<(Text, Value)> for Dictionary {
    fn from_iter<I: IntoIterator<Item = (Text, Value)>>(pairs: I) -> Self {
        let entries: RVec<Entry> =
            pairs.into_iter().map(|(name, value)| Entry { name, value }).collect();
        let mut sorted: RVec<u32> = (0..index(entries.len())).collect();
        sorted.sort_by(|&a, &b| entries[a as usize].name.as_str().cmp(&entries[b as usize].name));
        let twice = |pair: &[u32]| entries[pair[0] as usize].name == entries[pair[1] as usize].name;
        if sorted.windows(2).any(twice) {
            let mut merged = Self::default();
            entries.into_iter().for_each(|entry| merged.set(entry.name, entry.value));
            return merged;
        }
        let inner_depth = entries.iter().map(|entry| entry.value.depth()).max().unwrap_or(0);
        Self(RArc::new(Table { entries, sorted, inner_depth }))
    }
}

/// Two dictionaries are equal when they give the same names the same values, in whatever order.
impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, i64)]) -> Dictionary {
        pairs.iter().map(|&(name, value)| (Text::from(name), Value::Int(value))).collect()
    }

    fn names(dictionary: &Dictionary) -> Vec<&str> {
        dictionary.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn keeps_the_order_of_first_setting() {
        let mut map = of(&[("z", 1), ("a", 2), ("m", 3)]);
        map.set(Text::from("a"), Value::Int(9));
        map.set(Text::from("b"), Value::Int(4));
        assert_eq!(names(&map), ["z", "a", "m", "b"]);
        assert_eq!((map.get("a"), map.get("q")), (Some(&Value::Int(9)), None));
    }

    #[test]
    fn a_name_given_twice_counts_once_with_its_last_value() {
        let map = of(&[("a", 1), ("b", 2), ("a", 3)]);
        assert_eq!((names(&map), map.get("a")), (vec!["a", "b"], Some(&Value::Int(3))));
    }

    #[test]
    fn a_name_can_be_removed_and_set_again() {
        let before = of(&[("z", 1), ("a", 2), ("m", 3)]);
        let mut map = before.clone();
        assert_eq!((map.remove("a"), map.remove("a")), (Some(Value::Int(2)), None));
        assert_eq!(
            (names(&map), map.get("m"), before.len()),
            (vec!["z", "m"], Some(&Value::Int(3)), 3)
        );
        map.set(Text::from("a"), Value::Int(4));
        assert_eq!((names(&map), map.get("z")), (vec!["z", "m", "a"], Some(&Value::Int(1))));
    }

    #[test]
    fn a_change_is_not_seen_by_other_holders() {
        let before = of(&[("a", 1)]);
        let mut after = before.clone();
        after.set(Text::from("a"), Value::Int(2));
        assert_eq!(before.get("a"), Some(&Value::Int(1)));
    }
}
