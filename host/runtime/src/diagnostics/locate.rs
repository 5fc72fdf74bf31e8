use super::At;
use super::escapes::source_offset;
use super::pointer::unescape;
use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// Finds the location of values in a JSON text. It parses the text again with positions, so it is only created when
/// there is something to report.
pub(crate) struct Locator<'a> {
    text: &'a str,
    lines: Vec<usize>,
    root: Option<Value<'a>>,
    /// The positions of each name in an object, by the object's offset, since many mistakes may point into a large
    /// object.
    names: RefCell<HashMap<usize, HashMap<String, Vec<usize>>>>,
}

/// A value and its name in the object around it.
struct Entry<'t, 'a> {
    value: &'t Value<'a>,
    name: Option<Range<usize>>,
}

/// Options for plain JSON (RFC 8259), without extensions.
pub(crate) fn strict_json() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

impl<'a> Locator<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let parsed = parse_to_ast(text, &CollectOptions::default(), &strict_json());
        let root = parsed.ok().and_then(|parsed| parsed.value);
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, lines: lines.collect(), root, names: RefCell::default() }
    }

    /// The byte range of a location; none for the file as a whole. A missing value is located at its nearest parent.
    pub(crate) fn find(&self, at: &At) -> Option<Range<usize>> {
        match at {
            At::File => None,
            At::Position { line, column } => Some(self.character(self.offset(*line, *column))),
            At::Value { pointer, within } => self.value(pointer, within.as_ref()),
            At::Name { pointer, occurrence } => self.name(pointer, *occurrence),
        }
    }

    /// The line and the column in characters, both from 1, of a byte.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// The bytes of the line around a byte, without its end.
    pub(crate) fn line(&self, offset: usize) -> Range<usize> {
        let next = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines[next - 1];
        let end = self.lines.get(next).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end.max(start)
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = &self.text[start..];
        let at = rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        start + at
    }

    fn character(&self, offset: usize) -> Range<usize> {
        let length = self.text[offset..].chars().next().map_or(0, char::len_utf8);
        offset..offset + length
    }

    fn value(&self, pointer: &str, within: Option<&Range<usize>>) -> Option<Range<usize>> {
        let (entry, whole) = self.walk(pointer, None)?;
        if !whole {
            return Some(head(&entry));
        }
        let range = entry.value.range();
        Some(match (entry.value, within) {
            (Value::StringLit(_), Some(within)) => {
                let raw = &self.text[range.start + 1..range.end - 1];
                let at = |decoded| range.start + 1 + source_offset(raw, decoded);
                at(within.start)..at(within.end)
            }
            (Value::Object(_) | Value::Array(_), _) => range.start..range.start + 1,
            _ => range.start..range.end,
        })
    }

    fn name(&self, pointer: &str, occurrence: usize) -> Option<Range<usize>> {
        let (entry, _) = self.walk(pointer, Some(occurrence))?;
        Some(head(&entry))
    }

    /// Follows the pointer as far as the text goes and returns whether it reached the end. Of equal names the last
    /// counts, as for other readers of the file, except that `occurrence` selects one for the last name of the pointer.
    fn walk(&self, pointer: &str, occurrence: Option<usize>) -> Option<(Entry<'_, 'a>, bool)> {
        let mut entry = Entry { value: self.root.as_ref()?, name: None };
        let mut parts = pointer.split('/').skip(1).peekable();
        while let Some(part) = parts.next() {
            let wanted = if parts.peek().is_none() { occurrence } else { None };
            match self.step(entry.value, &unescape(part), wanted) {
                Some(next) => entry = next,
                None => return Some((entry, false)),
            }
        }
        Some((entry, true))
    }

    fn step<'t>(
        &self,
        value: &'t Value<'a>,
        part: &str,
        occurrence: Option<usize>,
    ) -> Option<Entry<'t, 'a>> {
        match value {
            Value::Array(array) => {
                let value = array.elements.get(part.parse::<usize>().ok()?)?;
                Some(Entry { value, name: None })
            }
            Value::Object(object) => {
                let property = &object.properties[self.property(object, part, occurrence)?];
                Some(Entry { value: &property.value, name: Some(name_range(&property.name)) })
            }
            _ => None,
        }
    }

    fn property(&self, object: &Object, name: &str, occurrence: Option<usize>) -> Option<usize> {
        let mut known = self.names.borrow_mut();
        let places = known.entry(object.range.start).or_insert_with(|| index(object)).get(name)?;
        occurrence.map_or_else(|| places.last(), |nth| places.get(nth)).copied()
    }
}

fn index(object: &Object) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (location, property) in object.properties.iter().enumerate() {
        places.entry(property.name.as_str().to_owned()).or_default().push(location);
    }
    places
}

/// The range that a diagnostic marks: the name of a value, or its first byte.
fn head(entry: &Entry<'_, '_>) -> Range<usize> {
    let first = || entry.value.start()..entry.value.start() + 1;
    entry.name.clone().unwrap_or_else(first)
}

fn name_range(name: &ObjectPropName) -> Range<usize> {
    let range = name.range();
    range.start..range.end
}
