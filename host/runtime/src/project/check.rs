//! Checks a value against a JSON Schema, with messages of our own.

use super::alternatives::{Branches, probable, tag};
use super::describe::{choices, describe, got, resolve};
use crate::diagnostics::{At, Diagnostic, Location, did_you_mean, join, suggest, unescape};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use pulsewire_project_settings::NAME_PATTERN;
use serde_json::Value as Json;
use std::collections::HashSet;
use std::path::Path;

/// Checks the value at `base_pointer` in `file` against a JSON Schema. Returns every mistake with its location, and a
/// suggestion where a known word is similar.
#[must_use]
pub fn check_section(
    schema: &Json,
    value: &Json,
    file: &Path,
    base_pointer: &str,
) -> Vec<Diagnostic> {
    let validator = match jsonschema::validator_for(schema) {
        Ok(validator) => validator,
        Err(error) => {
            let message = format!("the schema of this section is not a valid JSON Schema: {error}");
            let mistake =
                Diagnostic::error("bad_schema", message, Location::name(file, base_pointer));
            let help = "this is a bug in the plugin: report it to its author".to_owned();
            return vec![mistake.with_help(help)];
        }
    };
    let mut checker = Checker { schema, file, base_pointer, found: Vec::new() };
    validator.iter_errors(value).for_each(|error| checker.report(&error));
    checker.finish()
}

struct Checker<'a> {
    schema: &'a Json,
    file: &'a Path,
    base_pointer: &'a str,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn report(&mut self, error: &ValidationError<'_>) {
        match error.kind() {
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                unexpected.iter().for_each(|name| self.unknown(error, name));
            }
            Kind::Required { property } => {
                self.missing(error, property.as_str().unwrap_or_default())
            }
            Kind::PropertyNames { error: why } => self.bad_name(error, why),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.no_alternative(error, context)
            }
            Kind::FalseSchema => {
                let message = format!("{} is not allowed here", self.subject(error));
                self.push("not_allowed", message, None, self.value_place(error));
            }
            kind => self.wrong_value(error, code(kind)),
        }
    }

    fn unknown(&mut self, error: &ValidationError<'_>, name: &str) {
        let around = self.schema_around(error);
        let known: Vec<&str> = names(&around["properties"]).collect();
        let help = suggest(name, known);
        let location = Location::name(self.file, join(&self.pointer(error), name));
        self.push("unknown_field", format!("unknown field `{name}`"), help, location);
    }

    fn missing(&mut self, error: &ValidationError<'_>, name: &str) {
        let doc = self.schema_around(error)["properties"][name]["description"].as_str();
        let help = doc.and_then(|doc| doc.lines().next()).map(|doc| format!("`{name}`: {doc}"));
        let location = Location::name(self.file, self.pointer(error));
        self.push("missing_field", format!("the field `{name}` is missing"), help, location);
    }

    fn bad_name(&mut self, error: &ValidationError<'_>, why: &ValidationError<'_>) {
        let name = why.instance().as_str().unwrap_or_default().to_owned();
        let location = Location::name(self.file, join(&self.pointer(error), &name));
        let (message, help) = match why.kind() {
            Kind::Pattern { pattern } if pattern == NAME_PATTERN => {
                let help = "a name consists of letters, digits, `_` and `-`".to_owned();
                let shown =
                    if name.is_empty() { "an empty string".into() } else { format!("`{name}`") };
                (format!("{shown} is not a valid name"), Some(help))
            }
            Kind::Pattern { pattern } => {
                (format!("the name `{name}` does not match {pattern}"), None)
            }
            _ => (format!("the name `{name}` is not allowed here"), None),
        };
        self.push("bad_name", message, help, location);
    }

    fn no_alternative(&mut self, error: &ValidationError<'_>, context: &Branches) {
        match (probable(error, context), tag(context)) {
            (Some(branch), _) => branch.iter().for_each(|one| self.report(one)),
            (None, Some((wrong, words))) => self.wrong_choice(wrong, &words),
            (None, None) => self.wrong_value(error, "wrong_type"),
        }
    }

    fn wrong_choice(&mut self, error: &ValidationError<'_>, words: &[String]) {
        let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        let written = error.instance();
        let message = format!(
            "{} must be one of {}, got {}",
            self.subject(error),
            listed.join(", "),
            got(written)
        );
        let meant =
            written.as_str().and_then(|it| did_you_mean(it, words.iter().map(String::as_str)));
        let help = meant.map(|meant| format!("did you mean `{meant}`?"));
        self.push("unknown_choice", message, help, self.value_place(error));
    }

    fn wrong_value(&mut self, error: &ValidationError<'_>, code: &'static str) {
        let around = self.schema_around(error);
        let words = choices(self.schema, around);
        if words.len() > 1 {
            return self.wrong_choice(error, &words);
        }
        let wanted = describe(self.schema, around).map(|wanted| format!("must be {wanted}"));
        let wanted = wanted.unwrap_or_else(|| format!("is invalid ({})", error.masked()));
        let message = format!("{} {wanted}, got {}", self.subject(error), got(error.instance()));
        self.push(code, message, None, self.value_place(error));
    }

    fn push(
        &mut self,
        code: &'static str,
        message: String,
        help: Option<String>,
        location: Location,
    ) {
        self.found.push(Diagnostic::error(code, message, location).with_help(help));
    }

    /// Drops missing fields that are already reported as misspelt.
    fn finish(mut self) -> Vec<Diagnostic> {
        let meant: HashSet<(String, String)> = self.found.iter().filter_map(misspelt).collect();
        self.found.retain(|one| {
            let pointer = one.location.at.pointer().unwrap_or_default();
            let name = one.message.split('`').nth(1).unwrap_or_default();
            one.code != "missing_field" || !meant.contains(&(pointer.to_owned(), name.to_owned()))
        });
        self.found
    }

    fn pointer(&self, error: &ValidationError<'_>) -> String {
        format!("{}{}", self.base_pointer, error.instance_path().as_str())
    }

    fn value_place(&self, error: &ValidationError<'_>) -> Location {
        Location::value(self.file, self.pointer(error))
    }

    /// The name of the value that is wrong.
    fn subject(&self, error: &ValidationError<'_>) -> String {
        let pointer = self.pointer(error);
        let mut parts = pointer.rsplit('/').map(unescape);
        match (parts.next(), parts.next()) {
            (Some(index), Some(list)) if index.parse::<usize>().is_ok() => {
                format!("entry {index} of `{list}`")
            }
            (Some(name), Some(_)) => format!("`{name}`"),
            _ => "the file".to_owned(),
        }
    }

    /// The schema that the failed keyword is part of.
    fn schema_around(&self, error: &ValidationError<'_>) -> &Json {
        let path = error.schema_path().as_str();
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        resolve(self.schema, self.schema.pointer(parent).unwrap_or(&Json::Null))
    }
}

fn code(kind: &Kind) -> &'static str {
    match kind {
        Kind::Type { .. } => "wrong_type",
        Kind::Enum { .. } | Kind::Constant { .. } => "unknown_choice",
        Kind::Minimum { .. }
        | Kind::Maximum { .. }
        | Kind::ExclusiveMinimum { .. }
        | Kind::ExclusiveMaximum { .. } => "out_of_range",
        _ => "bad_value",
    }
}

fn names(properties: &Json) -> impl Iterator<Item = &str> {
    properties.as_object().into_iter().flat_map(|all| all.keys()).map(String::as_str)
}

/// The object of an unknown field, and the name that was probably meant.
pub(super) fn misspelt(one: &Diagnostic) -> Option<(String, String)> {
    let At::Name { pointer, .. } = &one.location.at else { return None };
    let meant = one.help.as_deref()?.strip_prefix("did you mean `")?.strip_suffix("`?")?;
    let object = pointer.rsplit_once('/')?.0;
    (one.code == "unknown_field").then(|| (object.to_owned(), meant.to_owned()))
}
