use super::tree::Tree;
use super::{Text, Value};
use abi_stable::StableAbi;
use abi_stable::std_types::RArc;
use std::fmt;

/// Shared values by name, in the order in which the names were first set.
///
/// Other holders of a dictionary do not see its changes. Setting a name costs the logarithm of how many there are,
/// however many hold older versions.
#[repr(transparent)]
#[derive(StableAbi, Clone)]
pub struct Dictionary(RArc<Table>);

/// Public only because the layout of [`Dictionary`] names it.
#[repr(C)]
#[derive(StableAbi, Clone, Default)]
#[allow(unreachable_pub)]
pub struct Table {
    entries: Tree<Entry>,
    /// Indices of `entries`, sorted by name, for fast look-ups; `entries` keeps the order of insertion.
    sorted: Tree<u32>,
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
        self.len() == 0
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.0.find(name).ok()?;
        let index = *self.0.sorted.get(at)?;
        self.0.entries.get(index as usize).map(|entry| &entry.value)
    }

    /// Sets `name`: a new name is added at the end, a known one keeps its place.
    pub fn set(&mut self, name: Text, value: Value) {
        let found = self.0.find(&name);
        let table = RArc::make_mut(&mut self.0);
        table.inner_depth = table.inner_depth.max(value.depth());
        let end = table.entries.len();
        match found.map(|at| table.sorted.get(at)) {
            Ok(at) => {
                let at = at.map_or(end, |at| *at as usize);
                table.entries.replace(at, Entry { name, value });
            }
            Err(at) => {
                table.sorted.insert(at, index(end));
                table.entries.insert(end, Entry { name, value });
            }
        }
    }

    /// Removes `name` and returns its value. The other names keep their order. Costs as much as there are names.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.find(name).ok()?;
        let table = RArc::make_mut(&mut self.0);
        let removed = table.sorted.remove(at)?;
        let later = |index: &u32| index - u32::from(*index > removed);
        table.sorted = table.sorted.iter().map(later).collect();
        table.entries.remove(removed as usize).map(|entry| entry.value)
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
        self.sorted.search(|&at| {
            let entry = self.entries.get(at as usize);
            entry.map_or("", |entry| entry.name.as_str()).cmp(name)
        })
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
        let entries: Vec<Entry> =
            pairs.into_iter().map(|(name, value)| Entry { name, value }).collect();
        let mut sorted: Vec<u32> = (0..index(entries.len())).collect();
        sorted.sort_by(|&a, &b| entries[a as usize].name.as_str().cmp(&entries[b as usize].name));
        let twice = |pair: &[u32]| entries[pair[0] as usize].name == entries[pair[1] as usize].name;
        if sorted.windows(2).any(twice) {
            let mut merged = Self::default();
            entries.into_iter().for_each(|entry| merged.set(entry.name, entry.value));
            return merged;
        }
        let inner_depth = entries.iter().map(|entry| entry.value.depth()).max().unwrap_or(0);
        Self(RArc::new(Table { entries: entries.into(), sorted: sorted.into(), inner_depth }))
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
        let mut versions = vec![Dictionary::default()];
        for number in 0..500_usize {
            let mut next = versions[number].clone();
            next.set(Text::from(format!("k{}", number * 37 % 400)), Value::from("x"));
            versions.push(next);
        }
        for (number, version) in versions.iter().enumerate() {
            assert_eq!(version.len(), number.min(400));
            let has = |at: usize| version.get(&format!("k{}", at * 37 % 400)).is_some();
            assert!((0..400).all(|at| has(at) == (at < number)), "{number}");
        }
    }
}
