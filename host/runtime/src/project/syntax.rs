//! Parses JSON and reports syntax errors.

use super::files::position;
use crate::diagnostics::{At, Diagnostic, Location, join, strict_json};
use foldhash::HashMap;
use jsonc_parser::ast::Value as Ast;
use jsonc_parser::errors::{ParseError, ParseErrorKind as Kind};
use jsonc_parser::{CollectOptions, ParseStringErrorKind as Text, parse_to_ast};
use pulsewire_project_settings::UniqueKeys;
use serde_json::Value as Json;
use std::path::Path;

/// Parses a text as JSON. If a name is repeated in an object, the last value counts, and each repetition is added to
/// `mistakes`.
///
/// # Errors
/// Where and why it is not JSON.
pub(super) fn read_json(
    text: &str,
    file: &Path,
    mistakes: &mut Vec<Diagnostic>,
) -> Result<Json, Diagnostic> {
    if let Ok(UniqueKeys(json)) = serde_json::from_str(text) {
        return Ok(json);
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &strict_json());
    let parsed = parsed.map_err(|error| not_json(text, file, &error))?;
    let Some(root) = parsed.value else {
        let message = "the file is empty";
        return Err(Diagnostic::error("not_json", message, Location::file(file)));
    };
    duplicates(&root, "", file, mistakes);
    serde_json::from_str(text).map_err(|error| refused(text, file, &error))
}

/// An error of `serde_json` as a diagnostic at its position.
pub(super) fn refused(text: &str, file: &Path, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message);
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.as_bytes().get(..error.column().saturating_sub(1)).unwrap_or_default();
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    let at = match error.line() {
        0 => At::File,
        line => At::Position { line, column },
    };
    Diagnostic::error("not_json", message, Location { file: file.to_owned(), at })
}

fn not_json(text: &str, file: &Path, error: &ParseError) -> Diagnostic {
    let (message, help) = sentence(error.kind());
    let (line, column) = position(text.get(..error.range().start).unwrap_or(text));
    let location = Location { file: file.to_owned(), at: At::Position { line, column } };
    Diagnostic::error("not_json", message, location).with_help(help.map(ToOwned::to_owned))
}

fn sentence(kind: &Kind) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        Kind::CommentsNotAllowed => ("JSON does not allow comments", Some("remove the comment")),
        Kind::TrailingCommasNotAllowed => {
            ("trailing comma after the last entry", Some("remove it"))
        }
        Kind::ExpectedComma => ("a comma is missing here", None),
        Kind::SingleQuotedStringsNotAllowed => ("strings must be in double quotes", None),
        Kind::ExpectedStringObjectProperty => ("names must be in double quotes", None),
        Kind::ExpectedColonAfterObjectKey => ("a colon is missing after the name", None),
        Kind::ExpectedObjectValue => ("a value is missing after the colon", None),
        Kind::UnterminatedObject => ("this object is not closed", Some("a `}` is missing")),
        Kind::UnterminatedArray => ("this list is not closed", Some("a `]` is missing")),
        Kind::UnexpectedCloseBrace => {
            ("unexpected `}`", Some("a value or a `]` is missing before it"))
        }
        Kind::UnexpectedCloseBracket => {
            ("unexpected `]`", Some("a value or a `}` is missing before it"))
        }
        Kind::UnexpectedComma => ("a value is missing before this comma", None),
        Kind::String(Text::UnterminatedStringLiteral) => {
            ("this string is not closed", Some("a `\"` is missing"))
        }
        Kind::String(Text::InvalidEscape | Text::InvalidEscapeInDoubleQuoteString) => {
            ("invalid escape sequence", Some("write a literal backslash as `\\\\`"))
        }
        Kind::MultipleRootJsonValues => ("unexpected text after the end of the JSON value", None),
        Kind::UnexpectedWord => {
            ("this is not a JSON value", Some("strings must be in double quotes"))
        }
        Kind::NestingDepthExceeded => ("this is nested too deeply", None),
        other => return (lower_first(&other.to_string()), None),
    };
    (message.to_owned(), help)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

fn duplicates(value: &Ast<'_>, pointer: &str, file: &Path, found: &mut Vec<Diagnostic>) {
    match value {
        Ast::Array(array) => array.elements.iter().enumerate().for_each(|(index, element)| {
            duplicates(element, &join(pointer, index), file, found);
        }),
        Ast::Object(object) => {
            let mut seen: HashMap<&str, usize> = HashMap::default();
            for property in &object.properties {
                let here = join(pointer, property.name.as_str());
                let count = seen.entry(property.name.as_str()).or_default();
                if *count > 0 {
                    found.push(duplicate(property.name.as_str(), here.clone(), *count, file));
                }
                *count += 1;
                duplicates(&property.value, &here, file, found);
            }
        }
        _ => {}
    }
}

fn duplicate(name: &str, pointer: String, occurrence: usize, file: &Path) -> Diagnostic {
    let location = Location { file: file.to_owned(), at: At::Name { pointer, occurrence } };
    Diagnostic::error("duplicate_name", format!("duplicate name `{name}`"), location)
        .with_help("rename or remove one of them".to_owned())
}

/// Converts numbers such as `1e3` and `1.0`, which JSON Schema regards as whole, to integers.
pub(super) fn whole_numbers(json: &mut Json) {
    /// The largest float up to which every whole number is exact: 2^53.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match json {
        Json::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|x| x.fract() == 0.0 && x.abs() <= EXACT);
            *json = whole.map_or_else(|| json.clone(), |whole| Json::from(whole as i64));
        }
        Json::Array(parts) => parts.iter_mut().for_each(whole_numbers),
        Json::Object(parts) => parts.iter_mut().for_each(|(_, part)| whole_numbers(part)),
        _ => {}
    }
}
