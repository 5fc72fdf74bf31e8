//! Replaces `${...}` by environment variables and file contents.

use super::files::{outside, stays_inside};
use super::placeholder::{MalformedPlaceholder, Placeholder, Segment, parse};
use crate::diagnostics::{Diagnostic, Location, join};
use crate::function::{Segment as AttributeSegment, Template};
use crate::secrets::Secrets;
use serde_json::Value as Json;
use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The largest file that a placeholder may read, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// Looks up a variable of the environment.
pub(super) type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Replaces `${...}` and collects the mistakes.
pub(super) struct Interpolation<'a> {
    pub(super) root: PathBuf,
    pub(super) env: Environment<'a>,
    pub(super) secrets: Secrets,
    pub(super) mistakes: Vec<Diagnostic>,
}

/// The path to a value. The pointer is only built for a text with placeholders.
#[derive(Clone, Copy)]
pub(super) enum ValuePath<'a> {
    Root(&'a str),
    Name(&'a ValuePath<'a>, &'a str),
    Index(&'a ValuePath<'a>, usize),
}

impl ValuePath<'_> {
    pub(super) fn pointer(&self) -> String {
        match self {
            Self::Root(pointer) => (*pointer).to_owned(),
            Self::Name(before, name) => join(&before.pointer(), name),
            Self::Index(before, index) => join(&before.pointer(), index),
        }
    }
}

/// Returns whether a JSON text may contain a placeholder, escaped or not.
pub(super) fn may_hold(text: &str) -> bool {
    text.contains("${") || text.contains("\\u")
}

impl Interpolation<'_> {
    /// Replaces in every string of a value. Calls `sole` with the pointer of each string that was a single placeholder.
    pub(super) fn value(
        &mut self,
        value: &mut Json,
        file: &Path,
        path: ValuePath<'_>,
        sole: &mut dyn FnMut(String),
    ) {
        match value {
            Json::String(text) if text.contains("${") => {
                let pointer = path.pointer();
                if self.text(text, file, &pointer) {
                    sole(pointer);
                }
            }
            Json::Array(parts) => parts.iter_mut().enumerate().for_each(|(index, part)| {
                self.value(part, file, ValuePath::Index(&path, index), sole);
            }),
            Json::Object(parts) => parts.iter_mut().for_each(|(name, part)| {
                self.value(part, file, ValuePath::Name(&path, name), sole);
            }),
            _ => {}
        }
    }

    /// Replaces the placeholders of one text. Returns whether it was a single placeholder.
    fn text(&mut self, text: &mut String, file: &Path, pointer: &str) -> bool {
        let location = |at: Range<usize>| Location::within(file, pointer, at);
        let parts = match parse(text) {
            Ok(parts) => parts,
            Err(wrong) => {
                self.mistakes.push(malformed(text, &wrong, location(wrong.at.clone())));
                return false;
            }
        };
        let sole = matches!(parts[..], [Segment::Placeholder(..)]);
        let mut whole = String::new();
        for part in parts {
            match part {
                Segment::Text(text) => whole.push_str(text),
                Segment::Placeholder(what, at) => match self.fetch(what, &location(at)) {
                    Ok(text) => whole.push_str(&text),
                    Err(mistake) => self.mistakes.push(mistake),
                },
            }
        }
        *text = whole;
        sole
    }

    /// A value with `${attribute:NAME}` in it as a template; everything else is replaced.
    pub(super) fn template(&mut self, value: &Json, file: &Path, path: ValuePath<'_>) -> Template {
        match value {
            Json::String(text) if holds_attribute(value) => {
                Template::Text(self.segments(text, file, &path.pointer()))
            }
            Json::Array(parts) => {
                let parts = parts.iter().enumerate();
                let part =
                    |(index, part)| self.template(part, file, ValuePath::Index(&path, index));
                Template::Array(parts.map(part).collect())
            }
            Json::Object(parts) => {
                let part = |(name, part): (&String, &Json)| {
                    (name.clone(), self.template(part, file, ValuePath::Name(&path, name)))
                };
                Template::Object(parts.iter().map(part).collect())
            }
            other => {
                let mut value = other.clone();
                self.value(&mut value, file, path, &mut drop);
                Template::Json(value)
            }
        }
    }

    fn segments(&mut self, text: &str, file: &Path, pointer: &str) -> Vec<AttributeSegment> {
        let location = |at: Range<usize>| Location::within(file, pointer, at);
        let parts = match parse(text) {
            Ok(parts) => parts,
            Err(wrong) => {
                self.mistakes.push(malformed(text, &wrong, location(wrong.at.clone())));
                return Vec::new();
            }
        };
        let owned = |text: &str, written: &str| AttributeSegment::Text {
            text: text.to_owned(),
            written: written.to_owned(),
        };
        let mut segments = Vec::new();
        for part in parts {
            match part {
                Segment::Text(literal) => {
                    segments.push(owned(literal, &literal.replace("${", "$${")));
                }
                Segment::Placeholder(Placeholder::Attribute { name, default }, _) => {
                    let (name, default) = (name.to_owned(), default.map(ToOwned::to_owned));
                    segments.push(AttributeSegment::Attribute { name, default });
                }
                Segment::Placeholder(what, at) => match self.fetch(what, &location(at.clone())) {
                    Ok(fetched) => segments.push(owned(&fetched, &text[at])),
                    Err(mistake) => self.mistakes.push(mistake),
                },
            }
        }
        segments
    }

    fn fetch(&mut self, what: Placeholder<'_>, location: &Location) -> Result<String, Diagnostic> {
        let text = match what {
            Placeholder::Env { name, default } => match ((self.env)(name), default) {
                (Some(value), Some(default)) if value.is_empty() => return Ok(default.to_owned()),
                (None, Some(default)) => return Ok(default.to_owned()),
                (Some(value), _) => value.into_string().map_err(|_| not_text(name, location))?,
                (None, None) => return Err(unset(name, location)),
            },
            Placeholder::File(path) => self.file(path, location)?,
            Placeholder::Attribute { name, .. } => return Err(no_attribute(name, location)),
        };
        self.secrets.add(&text);
        Ok(text)
    }

    /// The contents of a file, without the final newline.
    fn file(&self, path: &str, location: &Location) -> Result<String, Diagnostic> {
        let unreadable = |error: std::io::Error| {
            let message = format!("cannot read the file `{path}`: {error}");
            Diagnostic::error("unreadable_file", message, location.clone())
                .with_help("the path is relative to the project folder".to_owned())
        };
        if !stays_inside(path) {
            return Err(outside(path, location.clone()));
        }
        let file = self.root.join(path).canonicalize().map_err(unreadable)?;
        let root = self.root.canonicalize().map_err(unreadable)?;
        if !file.starts_with(root) {
            return Err(outside(path, location.clone()));
        }
        // Reading a pipe could block forever.
        let about = std::fs::metadata(&file).map_err(unreadable)?;
        if !about.is_file() || about.len() > MAX_FILE {
            return Err(unreadable(std::io::Error::other(
                "it is not a regular file of at most 1 MiB",
            )));
        }
        let mut text = std::fs::read_to_string(file).map_err(unreadable)?;
        let kept = text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text));
        text.truncate(kept.map_or(text.len(), str::len));
        Ok(text)
    }
}

/// Returns whether any string in a value may contain `${attribute:NAME}`.
pub(super) fn holds_attribute(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains("${attribute"),
        Json::Array(parts) => parts.iter().any(holds_attribute),
        Json::Object(parts) => parts.values().any(holds_attribute),
        _ => false,
    }
}

fn malformed(text: &str, wrong: &MalformedPlaceholder, location: Location) -> Diagnostic {
    let message = format!("`{}` {}", &text[wrong.at.clone()], wrong.why);
    let help = "write `$${` for a literal `${`".to_owned();
    Diagnostic::error("bad_placeholder", message, location).with_help(help)
}

fn no_attribute(name: &str, location: &Location) -> Diagnostic {
    let message = format!("`${{attribute:{name}}}` stands for nothing here");
    let help = "only the nodes and variables of logic files and functions have attributes";
    Diagnostic::error("bad_placeholder", message, location.clone()).with_help(help.to_owned())
}

fn unset(name: &str, location: &Location) -> Diagnostic {
    let message = format!("the environment variable `{name}` is not set");
    Diagnostic::error("unset_variable", message, location.clone())
        .with_help(format!("set it, or give a default: `${{env:{name}:-default}}`"))
}

fn not_text(name: &str, location: &Location) -> Diagnostic {
    let message = format!("the environment variable `{name}` is not valid UTF-8");
    Diagnostic::error("bad_variable", message, location.clone())
}
