//! A JSON value with placeholders.

use pulsewire_plugin::{Array, Dictionary, JsonError, Text, Value};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// A parsed template: everything that does not change is written already.
#[derive(Debug)]
pub(super) enum Template {
    Fixed {
        value: Value,
        json: String,
    },
    Input(Input),
    /// A text with placeholders.
    Text(Vec<Segment>),
    Array(Vec<Self>),
    Object(Vec<(Key, Self)>),
}

/// Stands for the value of an input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    at: usize,
    /// What holds it is left out when the value is missing.
    optional: bool,
}

#[derive(Debug)]
pub(super) enum Segment {
    Text(String),
    Input(Input),
}

#[derive(Debug)]
pub(super) struct Key {
    name: Text,
    /// As it is written before a value: `"name":`.
    json: String,
}

/// Why a template is wrong, and where: a JSON Pointer into it.
#[derive(Debug)]
pub(super) struct TemplateMistake {
    pub(super) pointer: String,
    pub(super) why: String,
}

/// A value that JSON cannot hold, at this input.
pub(super) type InputError = (usize, JsonError);

impl Template {
    /// Parses a template, and adds the names of its inputs to `names` in the order in which they come first.
    pub(super) fn parse(written: &Json, names: &mut Vec<String>) -> Result<Self, TemplateMistake> {
        parse_at("", written, names)
    }

    /// Whether the element that this stands for is left out.
    fn is_left_out<'a>(&self, input: &impl Fn(usize) -> &'a Value) -> bool {
        matches!(self, Self::Input(one) if one.optional && *input(one.at) == Value::Null)
    }

    /// The value, with the values of the inputs in place of the placeholders.
    pub(super) fn value<'a>(&self, input: &impl Fn(usize) -> &'a Value) -> Value {
        match self {
            Self::Fixed { value, .. } => value.clone(),
            Self::Input(one) => input(one.at).clone(),
            Self::Text(segments) => Value::from(fill(segments, input)),
            Self::Array(parts) => {
                let parts = parts.iter().filter(|part| !part.is_left_out(input));
                Value::Array(parts.map(|part| part.value(input)).collect::<Array>())
            }
            Self::Object(parts) => {
                let parts = parts.iter().filter(|(_, part)| !part.is_left_out(input));
                let pair = |(key, part): &(Key, Self)| (key.name.clone(), part.value(input));
                Value::Dictionary(parts.map(pair).collect::<Dictionary>())
            }
        }
    }

    /// Writes the value as JSON text to the end of `out`.
    pub(super) fn write<'a>(
        &self,
        out: &mut Vec<u8>,
        input: &impl Fn(usize) -> &'a Value,
    ) -> Result<(), InputError> {
        match self {
            Self::Fixed { json, .. } => out.extend_from_slice(json.as_bytes()),
            Self::Input(one) => write_input(out, one.at, input)?,
            Self::Text(segments) => write_text(out, &fill(segments, input)),
            Self::Array(parts) => {
                out.push(b'[');
                let parts = parts.iter().filter(|part| !part.is_left_out(input));
                for (at, part) in parts.enumerate() {
                    out.extend_from_slice(if at > 0 { b"," } else { b"" });
                    part.write(out, input)?;
                }
                out.push(b']');
            }
            Self::Object(parts) => {
                out.push(b'{');
                let parts = parts.iter().filter(|(_, part)| !part.is_left_out(input));
                for (at, (key, part)) in parts.enumerate() {
                    out.extend_from_slice(if at > 0 { b"," } else { b"" });
                    out.extend_from_slice(key.json.as_bytes());
                    part.write(out, input)?;
                }
                out.push(b'}');
            }
        }
        Ok(())
    }
}

fn write_input<'a>(
    out: &mut Vec<u8>,
    at: usize,
    input: &impl Fn(usize) -> &'a Value,
) -> Result<(), InputError> {
    input(at).write_json(out).map_err(|why| (at, why))
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    // Writing text to memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// The text with values in place of its placeholders.
fn fill<'a>(segments: &[Segment], input: &impl Fn(usize) -> &'a Value) -> String {
    let mut out = String::new();
    for segment in segments {
        match segment {
            Segment::Text(text) => out.push_str(text),
            Segment::Input(one) => match input(one.at) {
                Value::Null if one.optional => {}
                // Writing to a string cannot fail.
                value => drop(write!(out, "{value}")),
            },
        }
    }
    out
}

fn parse_at(
    pointer: &str,
    written: &Json,
    names: &mut Vec<String>,
) -> Result<Template, TemplateMistake> {
    let template = match written {
        Json::String(text) => parse_text(pointer, text, names)?,
        Json::Array(parts) => {
            let part = |(at, part)| parse_at(&format!("{pointer}/{at}"), part, names);
            Template::Array(parts.iter().enumerate().map(part).collect::<Result<_, _>>()?)
        }
        Json::Object(parts) => {
            let part = |(key, part): (&String, &Json)| {
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                Ok((Key::parse(&pointer, key)?, parse_at(&pointer, part, names)?))
            };
            Template::Object(parts.iter().map(part).collect::<Result<_, _>>()?)
        }
        _ => {
            fixed(written.to_string(), serde::Deserialize::deserialize(written).unwrap_or_default())
        }
    };
    Ok(template.simplified())
}

fn fixed(json: String, value: Value) -> Template {
    Template::Fixed { value, json }
}

impl Template {
    /// A collection of nothing but fixed parts is fixed.
    fn simplified(self) -> Self {
        let is_fixed = match &self {
            Self::Array(parts) => parts.iter().all(|part| matches!(part, Self::Fixed { .. })),
            Self::Object(parts) => parts.iter().all(|(_, part)| matches!(part, Self::Fixed { .. })),
            _ => return self,
        };
        let (mut json, nothing) = (Vec::new(), |_| &Value::Null);
        match is_fixed && self.write(&mut json, &nothing).is_ok() {
            true => fixed(String::from_utf8(json).unwrap_or_default(), self.value(&nothing)),
            false => self,
        }
    }
}

impl Key {
    fn parse(pointer: &str, key: &str) -> Result<Self, TemplateMistake> {
        let mut none = Vec::new();
        let name = match parse_segments(pointer, key, &mut none)?.as_slice() {
            [] => String::new(),
            [Segment::Text(text)] => text.clone(),
            _ => {
                let why = format!("{key:?} is the name of a field, which cannot have placeholders");
                return Err(TemplateMistake { pointer: pointer.to_owned(), why });
            }
        };
        let mut json = Vec::new();
        write_text(&mut json, &name);
        json.push(b':');
        let json = String::from_utf8(json).unwrap_or_default();
        Ok(Self { name: Text::from(name), json })
    }
}

fn parse_text(
    pointer: &str,
    text: &str,
    names: &mut Vec<String>,
) -> Result<Template, TemplateMistake> {
    let mut segments = parse_segments(pointer, text, names)?;
    Ok(match segments.as_slice() {
        [Segment::Input(one)] => Template::Input(*one),
        [] | [Segment::Text(_)] => {
            let text = match segments.pop() {
                Some(Segment::Text(text)) => text,
                _ => String::new(),
            };
            let mut json = Vec::new();
            write_text(&mut json, &text);
            fixed(String::from_utf8(json).unwrap_or_default(), Value::from(text))
        }
        _ => Template::Text(segments),
    })
}

/// The segments of a text: `{name}` and `{name?}` stand for inputs, `{{` and `}}` for braces.
fn parse_segments(
    pointer: &str,
    text: &str,
    names: &mut Vec<String>,
) -> Result<Vec<Segment>, TemplateMistake> {
    let (mut segments, mut literal, mut rest) = (Vec::new(), String::new(), text);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            literal.push_str(&brace[..1]);
            rest = after;
            continue;
        }
        let place = brace.strip_prefix('{').and_then(|brace| brace.split_once('}'));
        let Some((place, after)) = place else {
            let at = text[..text.len() - brace.len()].chars().count() + 1;
            let brace = &brace[..1];
            let why = format!(
                "the {brace} at character {at} of {text:?} is unmatched: write {brace}{brace} for a literal brace"
            );
            return Err(TemplateMistake { pointer: pointer.to_owned(), why });
        };
        if !literal.is_empty() {
            segments.push(Segment::Text(std::mem::take(&mut literal)));
        }
        segments.push(Segment::Input(parse_input(place, names)));
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        segments.push(Segment::Text(literal));
    }
    Ok(segments)
}

fn parse_input(place: &str, names: &mut Vec<String>) -> Input {
    let (name, optional) = place.strip_suffix('?').map_or((place, false), |name| (name, true));
    let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    Input { at, optional }
}
