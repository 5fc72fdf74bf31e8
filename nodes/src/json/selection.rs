//! Finds all fields in one pass over a JSON text: only what a field wants becomes a value.

use super::path::Step;
use pulsewire_plugin::{JsonError, Value};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A tree of the steps of all paths. Each path has a slot, in which its value is put.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// The slots of the paths that end here.
    slots: Vec<usize>,
    /// The slots of the paths that end here or further on.
    below: Vec<usize>,
    /// The whole value is needed: a path ends here, or counts from the end of an array.
    whole: bool,
    steps: Vec<(Step, Self)>,
}

impl Selection {
    /// Adds a path.
    pub(super) fn add(&mut self, steps: &[Step], slot: usize) {
        self.below.push(slot);
        let Some((step, rest)) = steps.split_first() else {
            self.slots.push(slot);
            self.whole = true;
            return;
        };
        self.whole |= matches!(step, Step::Index(at) if *at < 0);
        let at = self.steps.iter().position(|(known, _)| known == step).unwrap_or_else(|| {
            self.steps.push((step.clone(), Self::default()));
            self.steps.len() - 1
        });
        self.steps[at].1.add(rest, slot);
    }

    /// Puts what the paths lead to in `text` into their slots.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub(super) fn read(&self, text: &str, found: &mut [Option<Value>]) -> Result<(), JsonError> {
        let mut json = serde_json::Deserializer::from_str(text);
        Seed { selection: self, found }.deserialize(&mut json)?;
        Ok(json.end()?)
    }

    /// Puts what the paths lead to in `value` into their slots.
    pub(super) fn take(&self, value: &Value, found: &mut [Option<Value>]) {
        for &slot in &self.slots {
            found[slot] = Some(value.clone());
        }
        for (step, selection) in &self.steps {
            if let Some(part) = step.of(value) {
                selection.take(part, found);
            }
        }
    }

    fn name(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|(step, _)| matches!(step, Step::Name(one) if one == name))
    }

    fn index(&self, index: i64) -> Option<&Self> {
        let found = self.steps.iter().find(|(step, _)| *step == Step::Index(index));
        found.map(|(_, selection)| selection)
    }
}

/// Reads one value of the text.
struct Seed<'a> {
    selection: &'a Selection,
    found: &'a mut [Option<Value>],
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        // Of a name that stands twice in an object the last value counts.
        self.selection.below.iter().for_each(|&slot| self.found[slot] = None);
        if self.selection.whole {
            let value: Value = serde::Deserialize::deserialize(from)?;
            self.selection.take(&value, self.found);
            return Ok(());
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let Self { selection, found } = self;
        for index in 0.. {
            let more = match selection.index(index) {
                Some(selection) => parts.next_element_seed(Seed { selection, found })?.is_some(),
                None => parts.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let Self { selection, found } = self;
        while let Some(known) = parts.next_key_seed(NameSeed(selection))? {
            match known {
                Some(at) => {
                    let selection = &selection.steps[at].1;
                    parts.next_value_seed(Seed { selection, found })?;
                }
                None => drop(parts.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Reads a name: which step of the selection it is.
struct NameSeed<'a>(&'a Selection);

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.name(name))
    }
}

#[cfg(test)]
mod tests {
    use super::super::path::Path;
    use super::*;
    use pulsewire_plugin::parse_json;

    fn find(paths: &[&str], text: &str) -> Result<String, JsonError> {
        let mut selection = Selection::default();
        for (slot, path) in paths.iter().enumerate() {
            let Path::Steps(steps) = Path::parse(path).unwrap() else { panic!("{path}") };
            selection.add(&steps, slot);
        }
        let (mut read, mut taken) = (vec![None; paths.len()], vec![None; paths.len()]);
        selection.read(text, &mut read)?;
        selection.take(&parse_json(text)?, &mut taken);
        assert_eq!(read, taken, "a text and its value hold the same");
        let show = |one: Option<Value>| one.map_or("-".to_owned(), |value| value.to_string());
        Ok(read.into_iter().map(show).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn finds_fields_in_one_pass() {
        let text = r#"{"a":{"b":[1,{"c":"x"},[true]],"d":null},"e":2.5,"f":{"c":1}}"#;
        let paths = ["a.b[1].c", "a.b[0]", "e", "a.d", "a.x", "a.b.c", "e.f", "a.b[7]"];
        assert_eq!(find(&paths, text).unwrap(), "x 1 2.5 null - - - -");
        assert_eq!(
            find(&["a.b", "a.b[2][0]", "a.b[0]", "f.c", "f.c"], text).unwrap(),
            r#"[1,{"c":"x"},[true]] true 1 1 1"#
        );
        assert_eq!(find(&["$.a.b[-1][0]", "$.a.b[-4]", "$.e"], text).unwrap(), "true - 2.5");
        assert_eq!(find(&["$"], "7").unwrap(), "7");
        assert_eq!(find(&["[0]", "a"], "\"x\"").unwrap(), "- -");
        assert_eq!(find(&["é"], r#"{"\u00e9":"\n"}"#).unwrap(), "\n");
    }

    #[test]
    fn the_last_of_two_equal_names_counts() {
        let text = r#"{"a":{"b":1},"a":{"c":2},"d":1,"d":{"e":3}}"#;
        assert_eq!(find(&["a.b", "a.c", "d.e"], text).unwrap(), "- 2 3");
    }

    #[test]
    fn what_is_not_json_is_told_wherever_it_is() {
        for text in ["", "{", "[1,]", "{\"x\":[}", "{\"a\":1} x", "{\"x\":\"\\q\",\"a\":1}", "nul"]
        {
            assert!(find(&["a"], text).is_err(), "{text}");
        }
        // What no field wants may be nested deeper than a value.
        let deep = format!("{{\"x\":{}{},\"a\":1}}", "[".repeat(5000), "]".repeat(5000));
        let mut selection = Selection::default();
        selection.add(&[Step::Name("a".into())], 0);
        let mut found = [None];
        selection.read(&deep, &mut found).unwrap();
        assert_eq!(found, [Some(Value::Int(1))]);
    }
}
